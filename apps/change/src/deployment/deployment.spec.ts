import { deploymentId, type DeploymentEvent } from '@opsledger/contracts';
import { command as commandFor, given } from '@opsledger/testing';
import fc from 'fast-check';
import { deployment } from './deployment';
import type { Deployment, KnownDeployment } from './deployment-state';

const SHOP = { id: 's-shop', name: 'Shop' };
const AUTUMN = { id: 'r-1', name: 'REL0000042' };
const id = deploymentId('ci', '4711');
const NOW = '2026-03-02T09:00:00.000Z';
const at = (time: string) => `2026-03-02T${time}:00.000Z`;
const identity = { source: 'ci', externalId: '4711', service: SHOP, environment: 'production' };
const started = { startedAt: at('08:00'), commit: 'abc', committedAt: at('07:00') };
const succeeded = { outcome: 'succeeded', finishedAt: at('08:10') };

const report = (data: object = {}, options: { id?: string } = {}) =>
  commandFor(
    'ReportDeployment',
    { ...identity, ...data },
    { id, now: NOW, ...options, lookups: { release: 'release' in data ? AUTUMN : null } },
  );
const decide = (state: Deployment, command: ReturnType<typeof commandFor<string, any, any>>): DeploymentEvent[] =>
  [deployment.decisions[command.type]!(command, state)].flat() as DeploymentEvent[];
const after = (state: Deployment, data: object): Deployment =>
  decide(state, report(data)).reduce(deployment.evolve, state);
const record = (...reports: object[]) => reports.reduce<Deployment>(after, deployment.initial) as KnownDeployment;
const history = (...reports: object[]): DeploymentEvent[] => {
  const facts: DeploymentEvent[] = [];
  for (const data of reports) facts.push(...decide(facts.reduce(deployment.evolve, deployment.initial), report(data)));
  return facts;
};

describe('a report', () => {
  test('of the start, then of the end, records each when it was so', () => {
    expect(history(started, { ...started, ...succeeded })).toEqual([
      {
        type: 'DeploymentReported',
        occurredAt: at('08:00'),
        data: {
          keys: { ...identity, state: 'running' },
          commit: 'abc',
          label: null,
          committedAt: at('07:00'),
          startedAt: at('08:00'),
          url: null,
          triggeredBy: null,
          unplannedFix: null,
        },
      },
      {
        type: 'DeploymentFinished',
        occurredAt: at('08:10'),
        data: { keys: { ...identity, state: 'succeeded' }, outcome: 'succeeded', finishedAt: at('08:10') },
      },
    ]);
  });

  test('that says nothing new is nothing', () =>
    given(deployment, ...history({ ...started, ...succeeded }))
      .when(report(succeeded))
      .thenNothing());

  test('in another zone says the same', () =>
    given(deployment, ...history(started))
      .when(report({ startedAt: '2026-03-02T09:00:00+01:00' }))
      .thenNothing());

  test('that contradicts an earlier one is refused, and says what differs', () => {
    const refusal = given(deployment, ...history({ ...started, ...succeeded }))
      .when(report({ commit: 'def', outcome: 'failed', finishedAt: at('08:10'), environment: 'test' }))
      .thenRefused('deployment-conflict');
    expect((refusal.facts.conflicts as { field: string }[]).map(({ field }) => field)).toEqual([
      'commit',
      'finish',
      'environment',
    ]);
    expect(refusal.detail).toContain('correct it');
  });

  test('of a rollback follows success, and may come first', () => {
    const back = { outcome: 'rolled_back', finishedAt: at('08:30') };
    expect(record(succeeded, back)).toMatchObject({ status: 'rolled_back', findings: { rolledBackAt: at('08:30') } });
    expect(record(back, succeeded)).toEqual(record(succeeded, back));
  });

  test.each([
    [{ outcome: 'succeeded' }, 'deployment-outcome-incomplete'],
    [{ finishedAt: at('08:10') }, 'deployment-outcome-incomplete'],
    [{ startedAt: at('08:11'), ...succeeded }, 'deployment-times-reversed'],
    [{ startedAt: at('09:06') }, 'deployment-time-to-come'],
  ])('%j is refused: %s', (data, code) => {
    given(deployment).when(report(data)).thenRefused(code);
  });

  test('under another id is refused', () => {
    given(deployment)
      .when(report({}, { id: deploymentId('ci', '1') }))
      .thenRefused('deployment-id-mismatch');
  });

  test('of a release that is not there is refused', () => {
    const command = commandFor(
      'ReportDeployment',
      { ...identity, release: 'REL9' },
      { id, now: NOW, lookups: { release: null } },
    );
    given(deployment).when(command).thenRefused('deployment-release-unknown');
  });
});

describe('people', () => {
  const correct = (data: object) =>
    commandFor('CorrectDeployment', { reason: 'Wrong clock.', ...data }, { id, now: NOW });

  test('put right what was reported, and their word stands', () => {
    const facts = history({ ...started, ...succeeded });
    const state = facts.reduce(deployment.evolve, deployment.initial);
    const corrections = decide(state, correct({ finish: { outcome: 'failed', at: at('08:20') }, commit: null }));
    expect(corrections).toMatchObject([{ type: 'DeploymentCorrected', data: { keys: { state: 'failed' } } }]);
    given(deployment, ...facts, ...corrections)
      .when(report({ ...started, ...succeeded }))
      .thenNothing();
    given(deployment, ...facts, ...corrections)
      .when(report({ startedAt: at('08:01') }))
      .thenRefused('deployment-conflict');
  });

  test('cannot put right into what cannot be', () => {
    given(deployment, ...history({ ...started, ...succeeded }))
      .when(correct({ startedAt: at('08:15') }))
      .thenRefused('deployment-times-reversed');
    given(deployment, ...history(started))
      .when(correct({ commit: 'abc' }))
      .thenNothing();
  });

  test('take it out of a change or a release, and reports do not bring it back', () => {
    const data = { changes: [{ id: 'c-1', name: 'CHG1' }], release: 'REL0000042' };
    const facts = history(data);
    for (const [kind, targetId] of [
      ['change', 'c-1'],
      ['release', 'r-1'],
    ] as const) {
      const state = facts.reduce(deployment.evolve, deployment.initial);
      facts.push(...decide(state, commandFor('UnlinkDeployment', { kind, targetId }, { id, now: NOW })));
    }
    expect(facts.slice(-2).map(({ type }) => type)).toEqual(['DeploymentUnlinked', 'DeploymentUnlinked']);
    given(deployment, ...facts)
      .when(report(data))
      .thenNothing();
  });

  test('link it with one release at most', () => {
    const link = (release: object | null) =>
      commandFor(
        'LinkDeployment',
        { kind: 'release', target: { id: 'REL0000042', name: 'x' } },
        { id, lookups: { release } },
      );
    given(deployment, ...history({ release: 'REL0000042' }))
      .when(link(AUTUMN))
      .thenNothing();
    given(deployment, ...history({ release: 'REL0000042' }))
      .when(link({ id: 'r-2', name: 'REL2' }))
      .thenRefused('deployment-release-taken');
    given(deployment, ...history({}))
      .when(link(null))
      .thenRefused('deployment-release-unknown');
  });
});

describe('reports in any order, with repeats', () => {
  const parts = [
    { commit: 'abc' },
    { label: '1.2' },
    { committedAt: at('07:00') },
    { startedAt: at('08:00') },
    succeeded,
    { outcome: 'rolled_back', finishedAt: at('08:40') },
    { unplannedFix: true },
    { url: 'https://ci/4711' },
    { changes: [{ id: 'c-1', name: 'CHG1' }] },
    {
      changes: [
        { id: 'c-2', name: 'CHG2' },
        { id: 'c-1', name: 'CHG1' },
      ],
    },
    { release: 'REL0000042' },
  ];
  const told = fc.subarray(parts, { minLength: 1 });
  const twoTellings = told.chain((some) =>
    fc.tuple(
      fc.constant(some),
      fc
        .array(fc.constantFrom(...some), { maxLength: 12 })
        .chain((again) => fc.shuffledSubarray([...some, ...again], { minLength: some.length + again.length })),
    ),
  );
  const comparable = (state: KnownDeployment) => ({
    ...state,
    changes: [...state.changes].sort((one, other) => (one.id < other.id ? -1 : 1)),
  });

  test('lead to the same record, and never record a thing twice', () => {
    fc.assert(
      fc.property(twoTellings, ([once, shuffled]) => {
        expect(comparable(record(...shuffled))).toEqual(comparable(record(...once)));
        const facts = history(...shuffled);
        const count = (type: string) => facts.filter((fact) => fact.type === type).length;
        expect(count('DeploymentReported')).toBe(1);
        expect(count('DeploymentFinished')).toBeLessThanOrEqual(1);
        expect(count('DeploymentRolledBack')).toBeLessThanOrEqual(1);
        expect(count('DeploymentLinked')).toBeLessThanOrEqual(3);
        expect(facts.at(-1)!.data.keys.state).toBe(record(...shuffled).status);
      }),
    );
  });
});
