import { externalId, type ProblemEvent } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { command, given } from '@opsledger/testing';
import { problem } from '../problem';
import { INCIDENT, NUMBER, keys, logged } from '../problem.histories';

const STUB = { source: 'servicenow', number: 'Problem ID 2', batch: 'b-1', row: 7, at: '2016-02-29T01:16:00Z' };
const EXTERNAL = { source: STUB.source, number: STUB.number };
const ID = externalId(STUB.source, 'problem', STUB.number);
const bring = (data: object = {}, id = ID) =>
  command('ImportProblemStub', { ...STUB, ...data }, { id, lookups: { number: NUMBER } });
const withdraw = (batch = 'b-1') => command('WithdrawProblemStub', { batch }, { id: ID });

/** What bringing it records after these facts. */
const brought = (...before: ProblemEvent[]): Fact<ProblemEvent> => {
  const state = before.reduce(problem.evolve, problem.initial);
  return [problem.decisions.ImportProblemStub!(bring(), state)].flat()[0] as Fact<ProblemEvent>;
};
const stub = brought();
const withdrawn: ProblemEvent = {
  type: 'ProblemImportWithdrawn',
  data: { keys: keys({ priority: stub.data.keys.priority }), batch: 'b-1', reason: null },
};
const byProcess = { metadata: { actor: { id: 'process:x', name: 'x', kind: 'process' } } };
const noted = {
  type: 'ProblemLinked',
  data: { keys: stub.data.keys, kind: 'incident', target: INCIDENT },
  ...byProcess,
} as unknown as ProblemEvent;

test('a problem that an import names is known by its number there, since the row that names it, once', () => {
  expect(stub).toMatchObject({
    type: 'ProblemImported',
    data: { keys: { number: NUMBER, state: 'logged' }, external: EXTERNAL },
    occurredAt: '2016-02-29T01:16:00.000Z',
    actor: { name: 'servicenow', kind: 'service' },
    imported: { batch: 'b-1', source: 'servicenow', row: 7 },
  });
  given(problem, stub).when(bring()).thenNothing();
  given(problem, stub)
    .when(bring({ batch: 'b-2', row: 9 }))
    .thenNothing();
});

test('another id, and a problem that was logged here, are refused', () => {
  given(problem).when(bring({}, '00000000-0000-4000-8000-000000000001')).thenRefused('import-id-mismatch');
  given(problem, logged).when(bring()).thenRefused('record-not-imported');
});

test('goes with its batch, also with incidents linked by a process, and comes back under its number', () => {
  given(problem, stub, noted).when(withdraw()).then(withdrawn);
  given(problem, stub, withdrawn).when(withdraw()).thenNothing();
  given(problem, stub, withdrawn)
    .when(command('InvestigateProblem', {}, { id: ID }))
    .thenRefused('not-found');
  const again = brought(stub, withdrawn);
  expect(again.data).toEqual(stub.data);
  expect(again.id).not.toBe(stub.id);
  given(problem, stub, withdrawn, again).when(bring()).thenNothing();
});

test('stays when people worked on it, when another batch brought it, and when it was logged here', () => {
  const work: ProblemEvent = { type: 'ProblemInvestigationNoted', data: { keys: stub.data.keys, body: 'Seen.' } };
  given(problem, stub, work).when(withdraw()).thenRefused('worked-on-since-import');
  given(problem, stub).when(withdraw('b-2')).thenRefused('imported-by-another-batch');
  given(problem, logged).when(withdraw()).thenRefused('record-not-imported');
  given(problem).when(withdraw()).thenRefused('not-found');
});
