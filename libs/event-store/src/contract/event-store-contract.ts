import { describeAppending } from './appending';
import { describeConcurrency } from './concurrency';
import { describeContent } from './content';
import { describeModel } from './model';
import { describeReading } from './reading';
import { describeRepeating } from './repeating';
import type { MakeStore } from './make-store';

/** Every adapter passes this suite: `eventStoreContract(async (options) => …)` in a spec beside the adapter. */
export function eventStoreContract(makeStore: MakeStore): void {
  describeAppending(makeStore);
  describeReading(makeStore);
  describeRepeating(makeStore);
  describeContent(makeStore);
  describeConcurrency(makeStore);
  describeModel(makeStore);
}
