import { Type, type Static } from '@sinclair/typebox';
import { Instant, Maybe, OneOf } from '../kit';
import { CLOCK_STATES, CLOCK_VERDICTS, Milliseconds, VersionedReference, WarnedPercent } from './clock';
import { POLICY_KINDS } from './policy';

/** Share of a target from which on a clock without a verdict is at risk, in per cent. */
export const AT_RISK_PERCENT = 75;

/** Fields every view of a clock has, spread into the list of clocks and into records' own service levels. */
export const serviceLevelFields = {
  id: Type.String({ description: 'Of the clock; `GET /v1/sla/clocks/:id/ledger` explains it.' }),
  kind: OneOf(POLICY_KINDS),
  target: Type.String({ examples: ['resolution'] }),
  policy: VersionedReference,
  calendar: VersionedReference,
  state: OneOf(CLOCK_STATES),
  verdict: Maybe(
    Type.Object({ result: OneOf(CLOCK_VERDICTS), at: Instant(), dueAt: Maybe(Instant()) }, { description: 'Stands.' }),
  ),
  warnedPercent: Maybe(WarnedPercent),
  atRisk: Type.Boolean({ description: `Without a verdict yet, and warned at ${AT_RISK_PERCENT} % or more.` }),
  startedAt: Instant(),
  dueAt: Maybe(Instant({ description: '`null` while it does not run, and once there is a verdict.' })),
  targetMs: Milliseconds('What is promised, as open time'),
  elapsedMs: Milliseconds('Open time counted so far'),
  remainingMs: Milliseconds('Open time left, negative when overrun'),
  remainingWallMs: Maybe(Milliseconds('Until it is due, by the clock on the wall')),
};

/** How one promise about a record stands. */
export const ServiceLevel = Type.Object(serviceLevelFields);
export type ServiceLevel = Static<typeof ServiceLevel>;
