export * from './event-source';
export * from './log-tail';
