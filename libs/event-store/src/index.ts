export * from './clock';
export { compareLogs, type Comparison } from './copy/compare-logs';
export { copyLog, LogsDiffer, type Copied, type CopyOptions } from './copy/copy-log';
export type { CopyableLog } from './copy/copyable-log';
export * from './errors';
export * from './event';
export * from './event-store';
export { chain, hashOf, type ChainedEvent } from './hash-chain';
export { MemoryEventStore } from './memory/memory-event-store';
export {
  openEventStore,
  openLogAt,
  type EventLog,
  type EventStoreEnvironment,
  type OpeningOptions,
} from './open-event-store';
export { arrays } from './postgres/binary-arrays';
export { longRunning } from './postgres/long-running';
export { MISS_SOON } from './postgres/miss-soon';
export { openPool } from './postgres/open-pool';
export { runMigrations, type Migration } from './postgres/migrations';
export { placeOf } from './postgres/place-of';
export { reasonOf } from './postgres/reason-of';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres/postgres-event-store';
export { migrate } from './postgres/schema';
export type { Writing } from './postgres/writers-lock';
export { charactersIn, copyOf, weightOf } from './recorded-event';
export { isCheckpoint, type Checkpoint } from './verify/checkpoint';
export {
  LogNotAsSigned,
  lastCheckpoint,
  readCheckpoints,
  writeCheckpoint,
  type SigningOptions,
} from './verify/checkpoints';
export type { Finding } from './verify/finding';
export { UnusableSigningKey, loadSigningKey, loadVerifyingKey } from './verify/signing-key';
export { linesOf, verifyChains, verifyLog, type VerifyOptions, type VerifyReport } from './verify/verify-log';
