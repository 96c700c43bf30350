export * from './directory';
export * from './incident';
export * from './kit';
export * from './reporting';

export * from './sla';
