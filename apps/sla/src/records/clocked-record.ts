import type { CLOCKED_RECORDS, IncidentKeys } from '@opsledger/contracts';
import type { Fact } from '../clock/clock';

/** A fact of a record with what readers group by. */
export interface KeyedFact extends Fact {
  readonly keys: IncidentKeys;
  /** Stream revision of the record. */
  readonly revision: number;
  readonly imported: boolean;
}

/** A record as its clocks see it. */
export interface ClockedRecord {
  readonly type: (typeof CLOCKED_RECORDS)[number];
  /** Of the record's last event. */
  readonly revision: number;
  /** In the order in which they were recorded. */
  readonly facts: readonly KeyedFact[];
}

/** What was true of a record at an instant; of what was recorded for the same instant, the last. */
export function factAt(facts: readonly KeyedFact[], at: number): KeyedFact | undefined {
  let found: KeyedFact | undefined;
  for (const fact of facts) if (fact.at <= at && (!found || fact.at >= found.at)) found = fact;
  return found;
}
