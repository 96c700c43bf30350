import type { CalendarFault } from '@opsledger/business-time';
import { Refusal } from '@opsledger/event-sourcing';
import type { KnownWindow } from './window-state';

/** Why something cannot be done with a window. */
export type WindowRefusal = 'window-withdrawn' | 'window-of-another-kind' | 'window-times-wrong' | 'window-hours-wrong';

const refusal = (code: WindowRefusal, detail: string) => new Refusal<WindowRefusal>(code, detail);

export const windowWithdrawn = ({ number }: KnownWindow) =>
  refusal('window-withdrawn', `${number} is withdrawn. Make a new window.`);

export const windowOfAnotherKind = ({ number, keys: { kind } }: KnownWindow) =>
  refusal('window-of-another-kind', `${number} is a ${kind} window. Revise it as such.`);

export const windowTimesWrong = (name: string, from: string, to: string) =>
  refusal(
    'window-times-wrong',
    `The freeze ${name} would end (${to}) no later than it begins (${from}). Give a later to.`,
  );

export const windowHoursWrong = ({ path, message, remedy }: CalendarFault) =>
  refusal('window-hours-wrong', `${path}: ${message}. ${remedy}`);
