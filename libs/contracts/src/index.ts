export * from './incident';
export * from './kit';
