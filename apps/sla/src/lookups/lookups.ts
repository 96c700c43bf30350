import type { AvailabilityCommitment, Condition, SlaPolicy } from '@opsledger/contracts';
import { START, streamOf } from '@opsledger/event-store';
import type { Lookup, ServiceContext } from '@opsledger/service-kit';
import { teamsNamed } from '../policy/named-values';
import type { PolicyLookups } from '../policy/policy';
import { conditionsOf } from '../policy/policy-faults';
import { clockedIncident } from '../records/incident-facts';
import type { JudgeClocksLookups } from '../watch/clocks';
import { BookInForce } from './book-in-force';
import { unknownTeams } from './directory';

/** From the log, not from a view: a calendar created a moment ago can be named. */
const isCalendar = async (id: string, { store }: ServiceContext): Promise<boolean> =>
  (await store.readStream(streamOf('slacalendar', id))).length > 0;

async function namedIn(
  calendar: string,
  conditions: readonly (readonly [string, Condition])[],
  context: ServiceContext,
): Promise<PolicyLookups> {
  const [calendarIsKnown, unknown] = await Promise.all([
    isCalendar(calendar, context),
    unknownTeams(context.services, teamsNamed(conditions)),
  ]);
  return { calendarIsKnown, unknownTeams: unknown };
}

const policyLookups: Lookup<PolicyLookups> = ({ data }, context) => {
  const policy = data as SlaPolicy;
  return namedIn(policy.calendar, conditionsOf(policy), context);
};

const commitmentLookups: Lookup<PolicyLookups> = ({ data }, context) => {
  const { calendar, downWhen } = data as AvailabilityCommitment;
  return namedIn(calendar, [['/downWhen', downWhen]], context);
};

const judgeClocks: Lookup<JudgeClocksLookups> = async ({ id }, context) => {
  const events = await context.store.readStream(streamOf('incident', id));
  const book = await BookInForce.of(context).upTo(events.at(-1)?.position ?? START);
  return { record: clockedIncident(events), book };
};

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  CreateSlaPolicy: policyLookups,
  ReviseSlaPolicy: policyLookups,
  CommitAvailability: commitmentLookups,
  ReviseAvailabilityCommitment: commitmentLookups,
  JudgeClocks: judgeClocks,
};
