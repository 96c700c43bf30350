export { clusterExists } from './cluster';
export { readCredentials, urlOf, type Credentials } from './credentials';
export { makeDirectory } from './directory';
export * from './embedded-postgres-error';
export * from './start-embedded-postgres';
export type { Settings } from './settings';
export type { SupervisorLog } from './supervisor';
