import { Type } from '@sinclair/typebox';

/** Kinds of records that have clocks. */
export const CLOCKED_RECORDS = ['incident'] as const;
/** Whether time counts now: `stopped` can run again after a reopening, `cancelled` never. */
export const CLOCK_STATES = ['running', 'paused', 'stopped', 'cancelled'] as const;
/** Whether a promise was kept; the first verdict on a clock stands, whatever happens to the record later. */
export const CLOCK_VERDICTS = ['met', 'breached'] as const;
/** What can happen to a clock; `replaced` is another policy in its place, `warned` a share of the target reached. */
export const CLOCK_TRANSITIONS = [
  'started',
  'paused',
  'resumed',
  'replaced',
  'warned',
  'met',
  'breached',
  'stopped',
  'cancelled',
] as const;

/** A policy or calendar by id, in the version (1 for the first) that a clock or a month is pinned to. */
export const VersionedReference = Type.Object({ id: Type.String(), version: Type.Integer({ minimum: 1 }) });
/** A field that is a stretch of time: whole milliseconds, negative where the description says overrun or overspent. */
export const Milliseconds = (description: string) => Type.Integer({ description: `${description}, in milliseconds.` });
/** A share of the target, in whole per cent; 100 is no warning but the breach. */
export const WarnedPercent = Type.Integer({
  minimum: 1,
  maximum: 99,
  description: 'Share of the target that has been counted.',
});
