export * from './clock/clock';
export { judgeRecord, type NamedClock } from './clock/judge-record';
export { runClock } from './clock/run-clock';
export { policyBook, type PolicyBook, type Version } from './policy/policy-book';
export { policyFaults, type PolicyFault } from './policy/policy-faults';
