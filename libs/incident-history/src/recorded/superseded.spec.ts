import { importedFactId, type HistoryEntry } from '@opsledger/contracts';
import * as fc from 'fast-check';
import type { HistoryFact, IncidentHistory } from '../history';
import { anUpdate, aFile, historyFrom, historyLacking, type Row, TODAY } from '../servicenow/servicenow.rows';
import { readMapping } from '../servicenow/mapping';
import { readServiceNowLog } from '../servicenow/read-servicenow-log';
import { entryOf } from './imports.fixture';
import { firstIdOf, knownFacts } from './known-facts';
import { lateIn } from './late';
import { leftAwayIn } from './left-away';
import { supersededBy } from './superseded';

/** As the server has the facts of a history. */
const recordedOf = ({ id, facts }: IncidentHistory) => ({
  withdrawals: 0,
  superseded: [],
  items: facts.map((it) => entryOf(id, it)),
});
const said = (entries: readonly HistoryEntry[]) =>
  entries.map(({ occurredAt, type }) => `${occurredAt.slice(11, 16)} ${type}`);

const LIFE: readonly Row[] = [
  anUpdate(0),
  anUpdate(1, { incident_state: 'Active', assignment_group: 'Group 2', priority: '1 - Critical' }),
  anUpdate(2, { incident_state: 'Awaiting Vendor', assignment_group: 'Group 2', priority: '1 - Critical' }),
  anUpdate(3, { incident_state: 'Active', assignment_group: 'Group 2', priority: '1 - Critical', problem_id: 'P 1' }),
  anUpdate(4, { incident_state: 'Resolved', assignment_group: 'Group 2', priority: '1 - Critical', problem_id: 'P 1' }),
];
const without = (...left: number[]) => historyFrom(...LIFE.filter((_, index) => !left.includes(index)));

test('what a log with a gap showed late is superseded by one that has the updates', async () => {
  const [gapped, whole] = [await without(1, 3), await historyFrom(...LIFE)];
  expect(said(supersededBy(whole, recordedOf(gapped)))).toEqual([
    '10:10 IncidentAssessed',
    '10:10 IncidentAssigned',
    '12:10 IncidentLinked',
    '10:10 IncidentPutOnHold',
  ]);
});

test('the log with the gap, again, tells nothing of what was left out for the fuller one', async () => {
  const [gapped, whole] = [await without(1, 3), await historyFrom(...LIFE)];
  const left = supersededBy(whole, recordedOf(gapped)).map(firstIdOf);
  const after = { ...recordedOf(whole), superseded: left };
  const told = new Set([...knownFacts(gapped, after).values(), ...leftAwayIn(gapped, after)]);
  expect(gapped.facts.filter((fact) => !told.has(fact))).toEqual([]);
  // One that is not late: nothing that the log lacks has brought it about.
  const own = { ...gapped.facts.at(-1)!, key: 'x/IncidentWorkNoted', type: 'IncidentWorkNoted', data: { body: 'x' } };
  const noting = { ...gapped, facts: [...gapped.facts, own as HistoryFact] };
  const noted = { ...recordedOf(noting), superseded: [] };
  expect(leftAwayIn(noting, noted)).toEqual([]);
  const leftOut = { ...recordedOf(gapped), superseded: [importedFactId(gapped.id, own.key, 0)] };
  expect(leftAwayIn(noting, leftOut)).toEqual([own]);
});

test('nothing is superseded by the same log again, nor by one that goes on', async () => {
  const [part, whole] = [await without(4), await historyFrom(...LIFE)];
  expect(supersededBy(whole, recordedOf(whole))).toEqual([]);
  expect(supersededBy(whole, recordedOf(part))).toEqual([]);
});

test('a log that lacks an update says nothing of those it has', async () => {
  const [gapped, whole] = [await without(2), await historyFrom(...LIFE)];
  expect(supersededBy(gapped, recordedOf(whole))).toEqual([]);
});

test('nor does one that begins later; it is superseded where it took what it began with for the beginning', async () => {
  const [late, whole] = [await without(0), await historyFrom(...LIFE)];
  expect(supersededBy(late, recordedOf(whole))).toEqual([]);
  expect(said(supersededBy(whole, recordedOf(late)))).toEqual(['08:00 IncidentAssessed', '09:10 IncidentAssigned']);
});

test('a corrected log supersedes nothing: which of the two is right is for people to say', async () => {
  const [earlier, corrected] = [
    await historyFrom(...LIFE.slice(0, 3)),
    await historyFrom(LIFE[0]!, { ...LIFE[1]!, assignment_group: 'Group 3' }, ...LIFE.slice(2)),
  ];
  expect(supersededBy(corrected, recordedOf(earlier))).toEqual([]);
  expect(lateIn(corrected, recordedOf(earlier))).toEqual([]);
});

test('nor does one with fewer columns empty what another has told', async () => {
  const gapped = await without(1);
  const columns = Object.keys(LIFE[0]!).filter((name) => name !== 'closed_code');
  const { incidents } = await readServiceNowLog(aFile(LIFE, columns), readMapping({}), TODAY);
  expect(said(supersededBy(incidents[0]!, recordedOf(gapped)))).not.toContain('12:00 IncidentResolved');
});

test('what rules did, and what was told again or after an undo', async () => {
  const [gapped, whole] = [await without(1), await historyFrom(...LIFE)];
  const { items } = recordedOf(gapped);
  const rule: HistoryEntry = { ...items.at(-1)!, id: 'by a rule', imported: null };
  const found = supersededBy(whole, { withdrawals: 0, superseded: [], items: [...items, rule] });
  expect(found).not.toContain(rule);

  const again = items.map((entry) => ({
    ...entry,
    id: 'told again',
    imported: { ...entry.imported!, fact: entry.id },
  }));
  expect(supersededBy(whole, { withdrawals: 1, superseded: [], items: again }).map(firstIdOf)).toEqual(
    found.map(firstIdOf),
  );
  const undone = gapped.facts.map((fact) => entryOf(gapped.id, fact, 1));
  expect(said(supersededBy(whole, { withdrawals: 1, superseded: [], items: undone }))).toEqual(said(found));
});

test('a file without the column says nothing of it', async () => {
  const gapped = await without(1);
  const lacking = async (column: string) => {
    const columns = Object.keys(LIFE[0]!).filter((name) => name !== column);
    const { incidents } = await readServiceNowLog(aFile(LIFE, columns), readMapping({}), TODAY);
    const narrow = { ...incidents[0]!, facts: incidents[0]!.facts.map((fact) => sameLogging(fact, gapped)) };
    return said(supersededBy(narrow, recordedOf(gapped)));
  };
  expect(await lacking('priority')).toEqual(['10:10 IncidentAssigned', '10:10 IncidentPutOnHold']);
  expect(await lacking('assigned_to')).toEqual([
    '10:10 IncidentAssessed',
    '10:10 IncidentAssigned',
    '10:10 IncidentPutOnHold',
  ]);
  expect(await lacking('assignment_group')).toEqual(['10:10 IncidentAssessed', '10:10 IncidentPutOnHold']);
});

describe('priorities that follow from impact and urgency', () => {
  const graver = { ...LIFE[1]!, impact: '1 - High', priority: '1 - Critical' };
  const rows = [LIFE[0]!, graver, ...LIFE.slice(2).map((row) => ({ ...row, impact: '1 - High' }))];
  const gappedRows = rows.filter((_, index) => index !== 1);

  test('are superseded by those of a fuller log that follow, too', async () => {
    const [gapped, whole] = [
      await historyLacking(['priority'], ...gappedRows),
      await historyLacking(['priority'], ...rows),
    ];
    expect(said(supersededBy(whole, recordedOf(gapped)))).toContain('10:10 IncidentAssessed');
  });

  test('supersede none that the source gave', async () => {
    const [gapped, whole] = [await historyFrom(...gappedRows), await historyLacking(['priority'], ...rows)];
    expect(said(supersededBy(whole, recordedOf(gapped)))).not.toContain('10:10 IncidentAssessed');
  });
});

test('a log without priorities, or with them, begins like one that has them, or has none', async () => {
  const [having, lacking] = [await without(1), await historyLacking(['priority'], ...LIFE)];
  expect(said(supersededBy(lacking, recordedOf(having)))).toEqual([
    '10:10 IncidentAssigned',
    '10:10 IncidentPutOnHold',
  ]);
  const narrow = await historyLacking(['priority'], ...LIFE.filter((_, index) => index !== 1));
  expect(said(supersededBy(await historyFrom(...LIFE), recordedOf(narrow)))).not.toContain('08:00 IncidentLogged');
});

/** Without the column the priority of the logging differs; here only what follows is of interest. */
const sameLogging = (fact: HistoryFact, { facts }: IncidentHistory): HistoryFact =>
  fact.key.startsWith('logged') ? facts.find(({ key }) => key === fact.key)! : fact;

describe('whatever the rows say', () => {
  const oneOf = (...words: string[]) => fc.constantFrom(...words);
  const update = fc.record({
    incident_state: oneOf('New', 'Active', 'Awaiting Vendor', 'Awaiting User Info', 'Resolved', 'Closed', '?'),
    assignment_group: oneOf('Group 1', 'Group 2', '?'),
    priority: oneOf('1 - Critical', '3 - Moderate'),
    category: oneOf('Category 1', 'Category 2'),
    problem_id: oneOf('Problem 1', 'Problem 2', '?'),
    reassignment_count: oneOf('0', '1', '?'),
    resolved_at: oneOf('?', '01-03-2016 12:30'),
  });
  const gapped = fc
    .array(fc.tuple(update, fc.boolean()), { minLength: 2, maxLength: 9 })
    .map((rows) => rows.map(([changes, isThere], index) => ({ row: anUpdate(index, changes), isThere })));

  it('a fuller log leaves nothing beside what it tells', async () => {
    await fc.assert(
      fc.asyncProperty(gapped, async (rows) => {
        const part = await historyFrom(...rows.filter(({ isThere }, at) => isThere || at === 0).map(({ row }) => row));
        const whole = await historyFrom(...rows.map(({ row }) => row));
        const recorded = recordedOf(part);
        const superseded = new Set(supersededBy(whole, recorded));
        const kept = recorded.items.filter((entry) => !superseded.has(entry)).map(firstIdOf);
        const told = whole.facts.map(({ key }) => importedFactId(whole.id, key, 0));
        expect(kept.filter((id) => !told.includes(id))).toEqual([]);
      }),
    );
  });

  it('a log with less never supersedes what an update it lacks has told', async () => {
    await fc.assert(
      fc.asyncProperty(gapped, async (rows) => {
        const part = await historyFrom(...rows.filter(({ isThere }, at) => isThere || at === 0).map(({ row }) => row));
        const whole = await historyFrom(...rows.map(({ row }) => row));
        const isMissed = whole.facts.some(
          ({ key }) => !key.startsWith('logged') && !part.updates.includes(key.split('/')[0]!),
        );
        if (isMissed) expect(supersededBy(part, recordedOf(whole))).toEqual([]);
      }),
    );
  });
});
