import { describeAppending } from './appending';
import { describeConcurrency } from './concurrency';
import { describeContent } from './content';
import { describeModel } from './model';
import { describeReading } from './reading';
import { describeRepeating } from './repeating';
import type { MakeStore, StoreTraits } from './make-store';

const STRONGEST: StoreTraits = { idsUniqueWithin: 'log', largestText: 2_100_000 };

/** Every adapter passes this suite: `eventStoreContract(async (options) => …)` in a spec beside the adapter. */
export function eventStoreContract(makeStore: MakeStore, traits: StoreTraits = STRONGEST): void {
  describeAppending(makeStore);
  describeReading(makeStore);
  describeRepeating(makeStore, traits);
  describeContent(makeStore, traits);
  describeConcurrency(makeStore, traits);
  describeModel(makeStore, traits);
}
