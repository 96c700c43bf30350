import { utcMilliseconds } from '@opsledger/event-sourcing';

/** An instant as the log writes it, so that instants compare as text; null stays null. */
export const instant = <Given extends string | null>(given: Given): Given extends null ? null : string =>
  (given === null ? null : utcMilliseconds(given)) as Given extends null ? null : string;

export const minutesAfter = (moment: string, minutes: number): string =>
  new Date(Date.parse(moment) + minutes * 60_000).toISOString();
