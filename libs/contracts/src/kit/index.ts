export * from './command';
export * from './event';
export * from './fields';
export * from './query';
export * from './roles';
export * from './list';
export * from './service-contracts';
export * from './references';
