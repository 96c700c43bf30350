export * from './events';
export * from './lifecycle';
