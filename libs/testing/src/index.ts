export * from './command';
export * from './eventually';
export * from './fake-clock';
export * from './given';
export * from './schema-arbitrary';
export * from './test-database';
export * from './unreliable-link';
export * from './without-database';
