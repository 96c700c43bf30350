import type { SlaPolicy } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import type { Lookup } from '@opsledger/service-kit';
import type { PolicyLookups } from '../policy/policy';

/** From the log, not from a view: a calendar created a moment ago can be named. */
const policy = async ({ data }: Parameters<Lookup>[0], { store }: Parameters<Lookup>[1]): Promise<PolicyLookups> => {
  const events = await store.readStream(streamOf('slacalendar', (data as SlaPolicy).calendar));
  return { calendarIsKnown: events.length > 0 };
};

export const lookups: Readonly<Record<string, Lookup>> = { CreateSlaPolicy: policy, ReviseSlaPolicy: policy };
