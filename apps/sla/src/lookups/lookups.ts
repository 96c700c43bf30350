import type { SlaPolicy } from '@opsledger/contracts';
import { START, streamOf } from '@opsledger/event-store';
import type { Lookup } from '@opsledger/service-kit';
import type { PolicyLookups } from '../policy/policy';
import { clockedIncident } from '../records/incident-facts';
import type { JudgeClocksLookups } from '../watch/clocks';
import { BookInForce } from './book-in-force';

type Answer<Answers> = (...question: Parameters<Lookup>) => Promise<Answers>;

/** From the log, not from a view: a calendar created a moment ago can be named. */
const calendarOf: Answer<PolicyLookups> = async ({ data }, { store }) => {
  const events = await store.readStream(streamOf('slacalendar', (data as Pick<SlaPolicy, 'calendar'>).calendar));
  return { calendarIsKnown: events.length > 0 };
};

const judgeClocks: Answer<JudgeClocksLookups> = async ({ id }, context) => {
  const events = await context.store.readStream(streamOf('incident', id));
  const book = await BookInForce.of(context).upTo(events.at(-1)?.position ?? START);
  return { record: clockedIncident(events), book };
};

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  CreateSlaPolicy: calendarOf,
  ReviseSlaPolicy: calendarOf,
  CommitAvailability: calendarOf,
  ReviseAvailabilityCommitment: calendarOf,
  JudgeClocks: judgeClocks,
};
