import { eventStoreContract } from '../contract/event-store-contract';
import { MemoryEventStore } from './memory-event-store';

eventStoreContract(async ({ clock }) => new MemoryEventStore(clock));
