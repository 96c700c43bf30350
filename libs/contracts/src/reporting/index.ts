export * from './contracts';
export * from './figures';
export * from './queries';
