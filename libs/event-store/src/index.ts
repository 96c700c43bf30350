export * from './clock';
export * from './errors';
export * from './event';
export * from './event-store';
export { chain, hashOf, type ChainedEvent } from './hash-chain';
export { MemoryEventStore } from './memory/memory-event-store';
export { runMigrations, type Migration } from './postgres/migrations';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres/postgres-event-store';
export { migrate } from './postgres/schema';
