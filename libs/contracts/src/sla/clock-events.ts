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

export const SlaClockStarted = event('SlaClockStarted', 'Time is counted against a promise from now on.', PLAIN);
export const SlaClockPaused = event('SlaClockPaused', 'Time does not count while the record waits.', PLAIN);
export const SlaClockResumed = event('SlaClockResumed', 'Time counts again.', PLAIN);
export const SlaClockPolicyReplaced = event(
  'SlaClockPolicyReplaced',
  'Another policy applies; start, pauses and the time counted so far are carried over.',
  PLAIN,
);
export const SlaClockWarned = event(
  'SlaClockWarned',
  'A share of the target has been counted; true at its instant, however late it was found out.',
  fact({ percent: WarnedPercent }),
);
export const SlaClockMet = event('SlaClockMet', 'The promise was kept. The first verdict stands.', PLAIN);
export const SlaClockBreached = event(
  'SlaClockBreached',
  'The promise was not kept; true at the instant it was due, however late it was found out. The first verdict stands.',
  PLAIN,
);
export const SlaClockStopped = event(
  'SlaClockStopped',
  'Time does not count any more; the verdict was given before, and stands.',
  PLAIN,
);
export const SlaClockCancelled = event('SlaClockCancelled', 'The promise does not apply any more.', PLAIN);

export const SlaClockHistoryRecorded = event(
  'SlaClockHistoryRecorded',
  'Facts that arrived late, such as imported ones, tell all of this of the clock, in place of what was recorded before; nobody is to be told.',
  fact({
    history: Type.Array(
      Type.Object({ type: OneOf(CLOCK_TRANSITIONS), at: Instant(), percent: Type.Optional(WarnedPercent) }),
    ),
  }),
);
export const SlaClockWithdrawn = event(
  'SlaClockWithdrawn',
  'By facts that arrived late, or an import that was undone, there never was such a clock.',
  Type.Object({ ...about, ...Identity }),
);
export const SlaRecordRegrouped = event(
  'SlaRecordRegrouped',
  'Team, service, category or priority of a record changed while time was counted for it.',
  Type.Object({ ...about, clocks: Type.Array(Type.String(), { minItems: 1, description: 'Ids of those clocks.' }) }),
);

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
