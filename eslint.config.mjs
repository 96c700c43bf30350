import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { documentedExports } from './tools/lint/documented-exports.mjs';
import { usedExports } from './tools/lint/used-exports.mjs';

/** Rules of this house. */
const house = { rules: { 'documented-exports': documentedExports, 'used-exports': usedExports } };

const platform = ['scope:platform'];
const service = (name) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [`scope:${name}`, 'scope:contracts', ...platform],
});

/** Between projects: services never import one another, and nobody imports an application. */
const projectBoundaries = [
  { sourceTag: 'scope:platform', onlyDependOnLibsWithTags: [...platform, 'scope:contracts'] },
  { sourceTag: 'scope:contracts', onlyDependOnLibsWithTags: ['scope:contracts', ...platform] },
  service('incident'),
  service('directory'),
  service('reporting'),
  service('sla'),
  service('problem'),
  service('change'),
  service('cmdb'),
  service('knowledge'),
  service('timeline'),
  service('relay'),
  service('gateway'),
  service('cli'),
  service('bench'),
  {
    sourceTag: 'scope:suite',
    onlyDependOnLibsWithTags: ['scope:suite', 'scope:contracts', ...platform, 'type:service'],
  },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
];

/** Inside a project: what is decided or folded knows neither framework, nor database, nor clock. */
const pure = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: ['@nestjs/*', 'fastify', 'pg', 'kysely', 'rxjs'],
          message: 'Pure files know neither framework nor database: bring what the decision needs in with the command.',
        },
        {
          group: ['@opsledger/service-kit', '@opsledger/embedded-postgres', '@opsledger/event-bus'],
          message: 'Pure files know only contracts and event sourcing.',
        },
        {
          group: ['node:fs', 'node:net', 'node:http', 'node:child_process', 'node:timers*'],
          message: 'Pure files do no input or output.',
        },
      ],
    },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time enters through the command: use command.now.' },
    { object: 'Math', property: 'random', message: 'Chance enters through the command.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Time enters through the command: use command.now.',
    },
  ],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.opsledger/**', 'coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], banTransitiveDependencies: false, depConstraints: projectBoundaries },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 16],
    },
  },
  {
    files: [
      'apps/*/src/*/commands/**/*.ts',
      'apps/incident/src/incident/**/*.ts',
      'apps/incident/src/settings/**/*.ts',
      'apps/problem/src/{problem,trend,settings}/**/*.ts',
      'apps/directory/src/{person,team,access-token}/**/*.ts',
      'apps/cmdb/src/{item,classes,settings,reconciliation,quarantine,baseline,assets}/**/*.ts',
      'apps/knowledge/src/{article,use}/**/*.ts',
      'apps/*/src/processes/**/*.ts',
      'apps/change/src/{approval,change,collisions,deployment,meeting,release,risk,settings,template,window}/**/*.ts',
      'libs/event-sourcing/src/decider/**/*.ts',
      'libs/contracts/src/**/*.ts',
      'libs/incident-history/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: pure,
  },
  {
    // All libraries: what others build on says what it does.
    files: ['libs/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    plugins: { house },
    rules: { 'house/documented-exports': 'error' },
  },
  {
    // All applications: nobody imports them, so that what only its own file uses is no export.
    files: ['apps/*/{src,e2e}/**/*.ts'],
    plugins: { house },
    rules: { 'house/used-exports': 'error' },
  },
  { files: ['apps/cli/**/*.ts', 'apps/suite/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.spec.ts', '**/*.e2e.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.mjs', 'tools/**'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
);
