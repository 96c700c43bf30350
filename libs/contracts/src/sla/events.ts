import { Type } from '@sinclair/typebox';
import { eventsOf, type EventOf } from '../kit';
import { SlaCalendar } from './calendar';
import { SlaPolicy } from './policy';

const event = eventsOf('sla');
const Version = Type.Integer({ minimum: 1, description: 'Version of the definition, from 1.' });

/** By `CreateSlaCalendar` or `ReviseSlaCalendar`, only where the definition differs from the one before. */
export const SlaCalendarDefined = event(
  'SlaCalendarDefined',
  'A calendar came into being, or is another from now on; clocks that run keep the version they began with.',
  Type.Object({ version: Version, definition: SlaCalendar }),
);

/** By `CreateSlaPolicy` or `ReviseSlaPolicy`, only where the definition differs from the one before. */
export const SlaPolicyDefined = event(
  'SlaPolicyDefined',
  'A policy came into being, or promises something else from now on; clocks that run keep the version they began with.',
  Type.Object({ version: Version, definition: SlaPolicy }),
);

/** Final: a retired policy is not revised; `version` is the last one that held. */
export const SlaPolicyRetired = event(
  'SlaPolicyRetired',
  'The policy applies to nothing that begins from now on.',
  Type.Object({ name: Type.String(), version: Version }),
);

/** What is promised and on which hours; what came of it is in `slaClockEvents`. */
export const slaEvents = [SlaCalendarDefined, SlaPolicyDefined, SlaPolicyRetired] as const;

export type SlaCalendarEvent = EventOf<typeof SlaCalendarDefined>;
export type SlaPolicyEvent = EventOf<typeof SlaPolicyDefined> | EventOf<typeof SlaPolicyRetired>;
