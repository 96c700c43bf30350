import { importedFactId, type HistoryEntry } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '@opsledger/incident-history';
import { remarksOn } from './recorded-before';

const ID = '00000000-0000-4000-8000-000000000001';
const by = { id: 'p-1', name: 'Ada' };
const assigned = (team: string, more: object = {}) =>
  ({
    key: '1@09:00/IncidentAssigned',
    row: 2,
    at: '2026-03-01T09:00:00.000Z',
    by,
    type: 'IncidentAssigned',
    data: {
      assignment: {
        before: { team: null, person: null },
        after: { team: { id: `t-${team}`, name: team }, person: null },
      },
      reassignments: 0,
    },
    ...more,
  }) as HistoryFact;
const history = (...facts: HistoryFact[]): IncidentHistory => ({
  externalNumber: 'E1',
  id: ID,
  facts,
  rows: [],
  updates: [],
  columns: new Set(),
});

const entry = (fact: HistoryFact, imported: object = {}, generation = 0): HistoryEntry => {
  const { assignment, ...data } = fact.data as unknown as { assignment: { before: unknown; after: unknown } };
  return {
    id: importedFactId(ID, fact.key, generation),
    type: fact.type,
    revision: 1,
    occurredAt: fact.at,
    recordedAt: '2026-11-01T00:00:00.000Z',
    by: { ...fact.by, kind: 'person' },
    changes: [{ field: 'assignment', ...assignment }],
    data: { ...data, added: 'by the server' },
    imported: { batch: 'b-1', source: 'servicenow', row: 7, ...imported },
  };
};
const remarks = (facts: HistoryFact[], items: HistoryEntry[], withdrawals = 0, leftAway: HistoryFact[] = []) =>
  remarksOn(history(...facts), 'b-2', { withdrawals, superseded: [], items }, leftAway);

test('what was recorded as the file says it is no remark', () => {
  expect(remarks([assigned('Network')], [entry(assigned('Network'))])).toEqual([]);
  const renamed = assigned('Network');
  const known = JSON.parse(JSON.stringify(entry(renamed)).replace('t-Network', 't-merged')) as HistoryEntry;
  expect(remarks([renamed], [known])).toEqual([]);
});

test.each([
  ['another team', assigned('Storage')],
  ['another time', assigned('Network', { at: '2026-03-01T10:00:00.000Z' })],
  ['another author', assigned('Network', { by: { id: 'p-2', name: 'Eve' } })],
])('a fact recorded before with %s stays as it was recorded, and the row says so', (_, fact) => {
  const [remark, ...more] = remarks([fact], [entry(assigned('Network'))]);
  expect(more).toEqual([]);
  expect(remark).toMatchObject({
    row: 2,
    why: expect.stringContaining('by batch b-1 (row 7) and says something else'),
  });
});

test.each([
  ['nothing of the incident', 'b-0', 'undo that batch, and import this file then'],
  ['something', 'b-2', 'undo this import, then that batch, and import this file again'],
])('what to undo for a file that recorded %s is what was recorded', (_, batch, remedy) => {
  const [first, last] = [
    assigned('Storage'),
    assigned('Network', { key: 'last', row: 5, at: '2026-03-01T12:00:00.000Z' }),
  ];
  const beside = { ...entry(assigned('Desk', { key: 'other', at: '2026-03-01T11:00:00.000Z' })), id: 'beside' };
  const found = remarks([first, last], [entry(assigned('Network')), beside, entry(last, { batch })]).map(
    ({ why }) => why,
  );
  expect(found).toEqual([
    expect.stringContaining(`To have what this file says, ${remedy}.`),
    expect.stringContaining(`If this file is the fuller one, ${remedy}.`),
  ]);
});

test('what the same import recorded otherwise before is undone once', () => {
  const [remark] = remarks([assigned('Storage')], [entry(assigned('Network'), { batch: 'b-2' })]);
  expect(remark!.why).toContain('To have what this file says, undo this import, and import this file again.');
});

test('what is left away was shown not to be so by another import', () => {
  expect(remarks([assigned('Network')], [], 0, [assigned('Network')])).toEqual([
    {
      row: 2,
      isContradiction: true,
      why: expect.stringContaining('IncidentAssigned of 2026-03-01T09:00:00.000Z is left out'),
    },
  ]);
});

test('facts are known again after they were told again, and after an undo', () => {
  const fact = assigned('Storage');
  const first = importedFactId(ID, fact.key, 0);
  const retold = { ...entry(assigned('Network'), { fact: first }), id: 'another' };
  expect(remarks([fact], [retold], 1)).toHaveLength(1);
  expect(remarks([fact], [entry(assigned('Network'), {}, 1)], 1)).toHaveLength(1);
});

test('what the server marked is told of the rows of this import only', () => {
  const contradiction = 'The source goes from closed to in_progress.';
  const ours = entry(assigned('Network'), { batch: 'b-2', row: 2, contradiction });
  const theirs = { ...entry(assigned('Network', { at: '2026-03-02T09:00:00.000Z' }), { contradiction }), id: 'x' };
  expect(remarks([assigned('Network')], [theirs, ours])).toEqual([
    { row: 2, why: contradiction, isContradiction: true },
  ]);
});

test('what an earlier import told of the time that the file tells of, and the file does not, is told at its row', () => {
  const [first, last] = [
    assigned('Network'),
    assigned('Storage', { key: '4@12:00/IncidentAssigned', row: 5, at: '2026-03-01T12:00:00.000Z' }),
  ];
  const stale = (at: string) => ({ ...entry(assigned('Desk', { key: 'other', at })), id: `stale ${at}` });
  const between = stale('2026-03-01T11:00:00.000Z');
  const outside = [stale('2026-03-01T08:00:00.000Z'), stale('2026-03-01T13:00:00.000Z')];
  const byRule = { ...between, id: 'by a rule', imported: null };
  const found = remarks([first, last], [...outside, entry(first), between, byRule, entry(last, { batch: 'b-2' })]);
  expect(found).toEqual([
    {
      row: 2,
      isContradiction: true,
      why: expect.stringContaining(
        'IncidentAssigned of 2026-03-01T11:00:00.000Z was recorded before by batch b-1 (row 7) and is not told here',
      ),
    },
  ]);
});
