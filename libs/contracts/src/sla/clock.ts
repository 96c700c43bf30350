import { Type } from '@sinclair/typebox';

/** Kinds of records that have clocks. */
export const CLOCKED_RECORDS = ['incident'] as const;
export const CLOCK_STATES = ['running', 'paused', 'stopped', 'cancelled'] as const;
export const CLOCK_VERDICTS = ['met', 'breached'] as const;
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

export const VersionedReference = Type.Object({ id: Type.String(), version: Type.Integer({ minimum: 1 }) });
export const Milliseconds = (description: string) => Type.Integer({ description: `${description}, in milliseconds.` });
export const WarnedPercent = Type.Integer({
  minimum: 1,
  maximum: 99,
  description: 'Share of the target that has been counted.',
});
