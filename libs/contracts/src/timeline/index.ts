export * from './contracts';
export * from './insights';
export * from './queries';
