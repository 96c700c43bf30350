export * from './calendar';
export * from './commands';
export * from './contracts';
export * from './events';
export * from './policy';
export * from './queries';
