import { Type, type Static } from '@sinclair/typebox';
import { IncidentKeys } from '../incident';
import { Instant, Maybe, OneOf, eventsOf, type EventOf } from '../kit';
import {
  CLOCKED_RECORDS,
  CLOCK_STATES,
  CLOCK_TRANSITIONS,
  CLOCK_VERDICTS,
  Milliseconds,
  VersionedReference,
  WarnedPercent,
} from './clock';
import { POLICY_KINDS } from './policy';

const event = eventsOf('sla');

/** The record as readers group by it, when the fact was true. */
export const ClockKeys = IncidentKeys;

const about = {
  /** The event's subject is the record. */
  record: OneOf(CLOCKED_RECORDS),
  keys: ClockKeys,
  judged: Type.Object(
    { revision: Type.Integer({ minimum: 0, description: 'Of the record.' }), at: Instant() },
    { description: 'What was known when this was found out.' },
  ),
};

const Identity = {
  clock: Type.String({ description: 'Id of the clock.' }),
  kind: OneOf(POLICY_KINDS),
  target: Type.String({ examples: ['resolution'] }),
};

const standing = {
  at: Instant({ description: 'When it stood so.' }),
  policy: VersionedReference,
  calendar: VersionedReference,
  state: OneOf(CLOCK_STATES),
  verdict: Maybe(
    Type.Object(
      {
        result: OneOf(CLOCK_VERDICTS),
        at: Instant(),
        dueAt: Maybe(Instant()),
        keys: ClockKeys,
      },
      { description: 'The first one stands; `keys`: the record as it was then.' },
    ),
  ),
  startedAt: Instant(),
  targetMs: Milliseconds('What is promised, as open time'),
  elapsedMs: Milliseconds('Counted so far'),
  dueAt: Maybe(Instant({ description: '`null` while it does not run, and once there is a verdict.' })),
  nextAt: Maybe(Instant({ description: 'When a warning or the breach comes next, if it goes on as it is.' })),
};

/** A clock as it stood just after something happened to it. */
export const ClockStanding = Type.Object(standing);
export type ClockStanding = Static<typeof ClockStanding>;

type Fields = Parameters<typeof Type.Object>[0];
const fact = <Extra extends Fields>(extra: Extra) => Type.Object({ ...about, ...Identity, ...standing, ...extra });
const PLAIN = fact({});

/**
 * Recorded when a record first meets `startWhen` of a target; pins policy and calendar in the version then in force.
 */
export const SlaClockStarted = event('SlaClockStarted', 'Time is counted against a promise from now on.', PLAIN);
/** Recorded when the record meets `pauseWhen`; no warning and no breach falls into a pause. */
export const SlaClockPaused = event('SlaClockPaused', 'Time does not count while the record waits.', PLAIN);
/** After a pause, or after a reopening: the time between does not count. */
export const SlaClockResumed = event('SlaClockResumed', 'Time counts again.', PLAIN);
/** Recorded only while there is no verdict; the target is measured anew from the clock's start. */
export const SlaClockPolicyReplaced = event(
  'SlaClockPolicyReplaced',
  'Another policy applies; start, pauses and the time counted so far are carried over.',
  PLAIN,
);
/** Occurred when the share was reached, and recorded when it was found out; each share once for a clock. */
export const SlaClockWarned = event(
  'SlaClockWarned',
  'A share of the target has been counted; true at its instant, however late it was found out.',
  fact({ percent: WarnedPercent }),
);
/** Recorded when the record meets `stopWhen` before the breach; at the very instant it is due is still in time. */
export const SlaClockMet = event('SlaClockMet', 'The promise was kept. The first verdict stands.', PLAIN);
/**
 * Occurred at the due instant, never in a pause or outside the schedule; the clock goes on counting what it is
 * overrun by.
 */
export const SlaClockBreached = event(
  'SlaClockBreached',
  'The promise was not kept; true at the instant it was due, however late it was found out. The first verdict stands.',
  PLAIN,
);
/** The record met `stopWhen` after the verdict: after a breach, or again after a reopening. */
export const SlaClockStopped = event(
  'SlaClockStopped',
  'Time does not count any more; the verdict was given before, and stands.',
  PLAIN,
);
/** Before any verdict, `cancelWhen` was met or no policy applied any more; a cancelled clock never runs again. */
export const SlaClockCancelled = event('SlaClockCancelled', 'The promise does not apply any more.', PLAIN);

/** Stands for all its transitions in place of one event each; `history` lists them from the first on. */
export const SlaClockHistoryRecorded = event(
  'SlaClockHistoryRecorded',
  'Facts that arrived late, such as imported ones, tell all of this of the clock, in place of what was recorded before; nobody is to be told.',
  fact({
    history: Type.Array(
      Type.Object({ type: OneOf(CLOCK_TRANSITIONS), at: Instant(), percent: Type.Optional(WarnedPercent) }),
    ),
  }),
);
/** Readers forget the clock named, verdict included. */
export const SlaClockWithdrawn = event(
  'SlaClockWithdrawn',
  'By facts that arrived late, or an import that was undone, there never was such a clock.',
  Type.Object({ ...about, ...Identity }),
);
/** Recorded so that lists and reports file running clocks under what the record is now; `keys` say what that is. */
export const SlaRecordRegrouped = event(
  'SlaRecordRegrouped',
  'Team, service, category or priority of a record changed while time was counted for it.',
  Type.Object({ ...about, clocks: Type.Array(Type.String(), { minItems: 1, description: 'Ids of those clocks.' }) }),
);

/** What is recorded of clocks: found out from a record's history by `JudgeClocks`, stated by nobody. */
export const slaClockEvents = [
  SlaClockStarted,
  SlaClockPaused,
  SlaClockResumed,
  SlaClockPolicyReplaced,
  SlaClockWarned,
  SlaClockMet,
  SlaClockBreached,
  SlaClockStopped,
  SlaClockCancelled,
  SlaClockHistoryRecorded,
  SlaClockWithdrawn,
  SlaRecordRegrouped,
] as const;

/** Every fact about the clocks of one record. */
export type SlaClockEvent = EventOf<(typeof slaClockEvents)[number]>;
/** Those that say how one clock stands. */
export type SlaClockStandingEvent = Exclude<
  SlaClockEvent,
  EventOf<typeof SlaClockWithdrawn> | EventOf<typeof SlaRecordRegrouped>
>;
