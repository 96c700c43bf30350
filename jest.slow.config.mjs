import base from './jest.config.mjs';

/** Whole processes, started from what is built: kills, restarts, taken ports, imports. `npm run test:slow` builds first. */
export default {
  ...base,
  testMatch: ['**/*.e2e.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
};
