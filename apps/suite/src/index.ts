export { distributedEnvironmentSchema } from './distributed/environment';
export { suiteEnvironmentSchema } from './environment';
