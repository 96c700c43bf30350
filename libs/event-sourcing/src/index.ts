export * from './command-handling';
export * from './decider/aggregate';
export * from './decider/command';
export * from './decider/refusal';
export * from './processes/process';
export * from './projections/projection';
