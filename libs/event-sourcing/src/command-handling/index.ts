export * from './command-handler';
export * from './command-order';
export * from './errors';
export * from './event-id';
export * from './keyed-queue';
export { utcMilliseconds } from './new-events';
export { numberIn } from './record-number';
export { RecordCache, type CacheLimits } from './record-cache';
export * from './state-at';
