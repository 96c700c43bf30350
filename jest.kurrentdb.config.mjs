import base from './jest.config.mjs';

/** The store's contract on a real server: `KURRENTDB_URL=… npm run test:kurrentdb`. */
export default {
  ...base,
  testMatch: ['**/*.kurrentdb.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/tools/jest/require-kurrentdb.ts',
  globalTeardown: undefined,
  testTimeout: 180_000,
  maxWorkers: 1,
};
