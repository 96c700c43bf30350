import type { Level } from '@opsledger/contracts';
import { Refusal } from '@opsledger/event-sourcing';

export type SettingsRefusal = 'matrix-not-monotonous' | 'zone-unknown';

const refusal = (code: SettingsRefusal, detail: string): Refusal<SettingsRefusal> => new Refusal(code, detail);

export const matrixNotMonotonous = (impact: Level, urgency: Level) =>
  refusal(
    'matrix-not-monotonous',
    `Impact ${impact} with urgency ${urgency} gets a lower priority than a lesser impact or urgency does. Priorities must not fall as impact or urgency rises.`,
  );

export const zoneUnknown = (zone: string) =>
  refusal('zone-unknown', `${zone} is no time zone this server knows. Give an IANA name such as Europe/Berlin.`);
