export * from './directory';
export * from './incident';
export * from './kit';
