export * from './command';
export * from './eventually';
export * from './fake-clock';
export * from './given';
export * from './test-database';
