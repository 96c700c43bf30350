import { ImportIncident, isPermittedMove, type IncidentState } from '@opsledger/contracts';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { HistoryFact, IncidentHistory } from '../history';
import { aRow, readRows, type Row } from './servicenow.rows';

const oneOf = (...words: string[]) => fc.constantFrom(...words);
const time = fc
  .integer({ min: 0, max: 20 * 24 * 60 })
  .map((minutes) => new Date(Date.UTC(2016, 2, 1) + minutes * 60_000).toISOString().slice(0, 16).replace('T', ' '));

/** Anything a log might say, sense or nonsense. */
const row: fc.Arbitrary<Row> = fc
  .record({
    number: fc.oneof({ weight: 9, arbitrary: oneOf('INC1', 'INC2') }, { weight: 1, arbitrary: oneOf('?', '') }),
    incident_state: oneOf(
      'New',
      'Active',
      'Awaiting User Info',
      'Awaiting Vendor',
      'On Hold',
      'Resolved',
      'Closed',
      'Canceled',
      '-100',
      '?',
    ),
    active: oneOf('TRUE', 'FALSE', '?'),
    reassignment_count: oneOf('0', '1', '2', '?'),
    reopen_count: oneOf('0', '1', '2', '?'),
    sys_mod_count: oneOf('0', '1', '2', '3', '4', '?'),
    opened_at: fc.oneof(time, oneOf('?')),
    sys_updated_at: fc.oneof(
      { weight: 9, arbitrary: time },
      { weight: 1, arbitrary: oneOf('?', 'soon', '31-02-2016') },
    ),
    resolved_at: fc.oneof(time, oneOf('?')),
    closed_at: fc.oneof(time, oneOf('?')),
    impact: oneOf('1 - High', '2 - Medium', '9', '?'),
    priority: oneOf('1 - Critical', '3 - Moderate', '?'),
    category: oneOf('Category 1', 'Category 2', '?'),
    u_symptom: oneOf('Symptom 1', '?'),
    assignment_group: oneOf('Group 1', 'Group 2', '?'),
    assigned_to: oneOf('Resolver 1', 'Resolver 2', '?'),
    problem_id: oneOf('Problem 1', 'Problem 2', '?'),
    sys_updated_by: oneOf('Updated by 1', '?'),
  })
  .map(aRow);
/** Any column may be endless, or a number beyond all counting. */
const endlessRow = fc
  .tuple(
    row,
    fc.array(oneOf(...Object.keys(aRow()), 'short_description', 'description', 'close_notes', 'parent_incident'), {
      maxLength: 4,
    }),
    oneOf('word ', '9'),
  )
  .map(([given, columns, text]) => ({
    ...given,
    ...Object.fromEntries(columns.map((name) => [name, text.repeat(7000)])),
  }));
const log = fc.array(row, { maxLength: 14 });

const shuffled = fc.tuple(log, fc.infiniteStream(fc.nat())).map(([rows, dice]) => {
  const order = rows.map((_, index) => ({ index, weight: dice.next().value as number }));
  order.sort((a, b) => a.weight - b.weight);
  return { rows, permuted: order.map(({ index }) => rows[index]!) };
});

const withoutRows = (incidents: readonly IncidentHistory[]) =>
  incidents
    .map(({ externalNumber, facts }) => ({ externalNumber, facts: facts.map((fact) => ({ ...fact, row: 0 })) }))
    .sort((a, b) => (a.externalNumber < b.externalNumber ? -1 : 1));

/** The state a reader of the facts ends in. */
const fold = (facts: readonly HistoryFact[]): IncidentState =>
  facts.reduce<IncidentState>((state, { type }) => {
    switch (type) {
      case 'IncidentWorkStarted':
      case 'IncidentResumed':
      case 'IncidentReopened':
        return 'in_progress';
      case 'IncidentPutOnHold':
        return 'on_hold';
      case 'IncidentResolved':
        return 'resolved';
      case 'IncidentClosed':
        return 'closed';
      case 'IncidentCanceled':
        return 'canceled';
      default:
        return state;
    }
  }, 'new');

const MOVES: readonly HistoryFact['type'][] = [
  'IncidentWorkStarted',
  'IncidentResumed',
  'IncidentReopened',
  'IncidentPutOnHold',
];

const isImportable = addFormats(new Ajv({ strict: false })).compile(ImportIncident.payload);

describe('whatever a log says', () => {
  it('every row is accounted for once, and marked facts make their rows contradictory', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (rows) => {
        const read = await readRows(rows);
        expect(read.rows.map((outcome) => outcome.row)).toEqual(rows.map((_, index) => index + 1));
        const facts = read.incidents.flatMap((incident) => incident.facts);
        for (const { row, outcome, why } of read.rows) {
          const own = facts.filter((fact) => fact.row === row);
          const expected = own.some(({ contradiction }) => contradiction)
            ? 'contradictory'
            : own.length > 0
              ? 'imported'
              : outcome;
          expect(outcome).toBe(expected);
          expect(own.length > 0).toBe(outcome === 'imported' || outcome === 'contradictory');
          expect(why).not.toBe('');
        }
      }),
    );
  });

  it('the order of its rows does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ rows, permuted }) => {
        const [straight, mixed] = [await readRows(rows), await readRows(permuted)];
        expect(withoutRows(mixed.incidents)).toEqual(withoutRows(straight.incidents));
      }),
    );
  });

  it('reading it again gives the same keys, each once', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (rows) => {
        const keys = async () => (await readRows(rows)).incidents.map(({ facts }) => facts.map(({ key }) => key));
        const first = await keys();
        expect(await keys()).toEqual(first);
        for (const own of first) expect(new Set(own).size).toBe(own.length);
      }),
    );
  });

  it('every history is one the import command takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(log, fc.array(endlessRow, { maxLength: 6 })), async (rows) => {
        for (const { externalNumber, facts } of (await readRows(rows)).incidents) {
          const accepted = isImportable({ source: 'servicenow', number: externalNumber, batch: 'one', facts });
          expect(accepted ? [] : isImportable.errors).toEqual([]);
        }
      }),
    );
  });

  it('the facts end in the state the source ends in, and begin with the logging', async () => {
    const states: Record<string, IncidentState> = {
      New: 'new',
      Active: 'in_progress',
      Resolved: 'resolved',
      Closed: 'closed',
      Canceled: 'canceled',
    };
    const orderly = fc.array(oneOf(...Object.keys(states), 'Awaiting Vendor'), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(orderly, async (said) => {
        const rows = said.map((incident_state, index) =>
          aRow({
            incident_state,
            sys_mod_count: String(index),
            sys_updated_at: `2016-03-01 10:${10 + index}`,
            reopen_count: '?',
          }),
        );
        const [incident] = (await readRows(rows)).incidents;
        const last = states[said.at(-1)!] ?? 'on_hold';
        expect(incident!.facts[0]?.type).toBe('IncidentLogged');
        expect(fold(incident!.facts)).toBe(
          last === 'new' && said.some((word) => word !== 'New') ? 'in_progress' : last,
        );
      }),
    );
  });

  it('what the life cycle does not permit is marked', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (rows) => {
        for (const { facts } of (await readRows(rows)).incidents) {
          facts.forEach((fact, index) => {
            const [before, after] = [fold(facts.slice(0, index)), fold(facts.slice(0, index + 1))];
            const isMove = before !== after || MOVES.includes(fact.type);
            if (isMove && !isPermittedMove(before, after)) expect(fact.contradiction).toBeDefined();
          });
        }
      }),
    );
  });

  it('times never precede the opening', async () => {
    await fc.assert(
      fc.asyncProperty(log, async (rows) => {
        for (const { facts } of (await readRows(rows)).incidents) {
          for (const { at } of facts) expect(at >= facts[0]!.at).toBe(true);
        }
      }),
    );
  });
});
