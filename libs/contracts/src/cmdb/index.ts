export * from './classes';
export * from './commands';
export * from './contracts';
export * from './events';
export * from './lifecycle';
export * from './queries';
export * from './settings';
export * from './views';
