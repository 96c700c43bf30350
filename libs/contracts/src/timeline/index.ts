export * from './contracts';
export * from './queries';
