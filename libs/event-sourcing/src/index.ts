export * from './command-handling';
export * from './decider/aggregate';
export * from './decider/command';
export * from './decider/existing';
export * from './decider/life-cycle';
export * from './decider/refusal';
export { SILENT, type Log } from './log';
export {
  FollowsAnotherLog,
  ReadersAhead,
  followLog,
  moveReaders,
  readersPositions,
  requireReach,
} from './postgres/followed-log';
export { migrateEventSourcing } from './postgres/migrate';
export { Leadership, type Lease } from './postgres/leadership';
export { onePer } from './postgres/one-per';
export type { Retried } from './postgres/parked-events';
export type { OrderIdentity, SendOrder } from './processes/order-dispatcher';
export * from './processes/process';
export * from './processes/process-runner';
export * from './projections/changes';
export * from './projections/projection';
export * from './projections/projection-runner';
export { ProjectionTableChanged } from './projections/postgres/live-table';
export type { BuildProgress } from './projections/postgres/table-build';
export { toldPublishers, type ToldPublisher } from './postgres/told-publishers';
export type { DeadLetter } from './postgres/untold-events';
export * from './publishing/dead-letter-runner';
export * from './publishing/publisher';
export * from './publishing/publisher-runner';
export { Attempts } from './reading/attempts';
export { together } from './together';
export { People } from './reading/others';
export type { ChangeListener } from './projections/row-changes';
export { ROW_TYPES } from './projections/postgres/row-types';
