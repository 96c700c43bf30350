const lib = (name) => [`^@opsledger/${name}$`, `<rootDir>/libs/${name}/src/index.ts`];
const app = (name) => [`^@opsledger/${name}$`, `<rootDir>/apps/${name}/src/index.ts`];

/** Sources are compiled in memory, so the tests never run against a stale build. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/bench/src', '<rootDir>/tools'],
  testMatch: ['**/*.spec.ts'],
  // Those need a server that is not ours to start: `npm run test:kurrentdb`.
  testPathIgnorePatterns: ['/node_modules/', '\\.kurrentdb\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: Object.fromEntries([
    ...[
      'business-time',
      'contracts',
      'embedded-postgres',
      'event-bus',
      'event-sourcing',
      'event-store',
      'incident-history',
      'kafka',
      'kafka-local',
      'service-host',
      'service-kit',
      'service-rpc',
      'service-testing',
      'testing',
    ].map(lib),
    ...[
      'change',
      'cmdb',
      'directory',
      'gateway',
      'incident',
      'knowledge',
      'problem',
      'relay',
      'reporting',
      'sla',
      'suite',
      'timeline',
    ].map(app),
  ]),
  globalSetup: '<rootDir>/tools/jest/set-up.ts',
  globalTeardown: '<rootDir>/tools/jest/tear-down.ts',
  setupFilesAfterEnv: ['<rootDir>/tools/jest/equal-events.ts'],
  testTimeout: 30_000,
  // Many specs wait for databases and brokers: one worker less than there are cores, jest's own choice, would leave cores idle.
  maxWorkers: '100%',
};
