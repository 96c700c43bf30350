import { eventStoreContract } from '../contract/event-store-contract';
import { MemoryEventStore } from './memory-event-store';

describe('with ids unique in the log', () => eventStoreContract(async ({ clock }) => new MemoryEventStore(clock)));

describe('with ids unique in a stream', () =>
  eventStoreContract(async ({ clock }) => new MemoryEventStore(clock, 'stream'), {
    idsUniqueWithin: 'stream',
    largestText: 2_100_000,
  }));
