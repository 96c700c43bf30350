import base from './jest.config.mjs';

/**
 * Every part of the distributed suite is lost under load: minutes each, so not with the other tests. `npm run test:faults`
 * builds first.
 */
export default {
  ...base,
  testMatch: ['**/*.faults.ts'],
  maxWorkers: 1,
};
