import { importedIncidentId, type IncidentEvent } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import { AGENT, CALLER, aLoggedIncident, command, keys, logged } from '../incident.histories';
import { importedFactId } from './import-incident';

const SOURCE = { source: 'servicenow', number: 'INC0000045' };
const ID = importedIncidentId(SOURCE.source, SOURCE.number);
const told = (key: string, type: string, data: object, more: object = {}) => ({
  key,
  row: 1,
  at: '2016-02-29T01:16:00Z',
  by: CALLER,
  type,
  data,
  ...more,
});
const { keys: _keys, ...saidAtLogging } = (logged as Extract<IncidentEvent, { type: 'IncidentLogged' }>).data;
const logging = told('logged', 'IncidentLogged', saidAtLogging);
const starting = told('1@/IncidentWorkStarted', 'IncidentWorkStarted', {}, { row: 2, at: '2016-02-29T02:00:00Z' });
const closing = told('2@/IncidentClosed', 'IncidentClosed', { automatic: false }, { row: 3 });

const importing = (facts: object[], batch = 'b-1', id = ID) =>
  command('ImportIncident', { ...SOURCE, batch, facts }, { id, lookups: { number: 'INC0000042' } });
const recorded = (
  key: string,
  event: IncidentEvent,
  row: number,
  more: object = {},
  generation = 0,
): Fact<IncidentEvent> =>
  ({
    ...event,
    id: importedFactId(ID, key, generation),
    occurredAt: '2016-02-29T01:16:00.000Z',
    actor: { ...CALLER, kind: 'person' },
    imported: { batch: 'b-1', source: 'servicenow', row },
    ...more,
  }) as Fact<IncidentEvent>;

const importedLogging = (generation = 0) =>
  recorded(
    'logged',
    { type: 'IncidentLogged', data: { ...saidAtLogging, keys: keys(), external: SOURCE } } as IncidentEvent,
    1,
    {},
    generation,
  );
const importedStart = recorded(
  '1@/IncidentWorkStarted',
  { type: 'IncidentWorkStarted', data: { keys: keys({ state: 'in_progress' }) } },
  2,
  { occurredAt: '2016-02-29T02:00:00.000Z' },
);
const withdrawn = (batch = 'b-1'): IncidentEvent => ({
  type: 'IncidentImportWithdrawn',
  data: { keys: keys(), batch, reason: null },
});
const withdraw = (batch = 'b-1') => command('WithdrawImportedIncident', { batch }, { id: ID });

describe('ImportIncident', () => {
  test('records what the source says, with its times and authors, under a number of ours', () => {
    given(incident)
      .when(importing([logging, starting]))
      .then(importedLogging(), importedStart);
  });

  test('keys say how the incident stands after each fact', () => {
    const state = given(incident).when(
      importing([
        logging,
        told('a', 'IncidentAssigned', {
          assignment: { before: { team: null, person: null }, after: { team: AGENT, person: null } },
          reassignments: 0,
        }),
        told('p', 'IncidentAssessed', {
          impact: { before: 2, after: 2 },
          urgency: { before: 3, after: 3 },
          priority: { before: 'P4', after: 'P1' },
          matrixVersion: 0,
        }),
      ]),
    );
    expect(() => state.then()).toThrow('"team"');
    expect(() => state.then()).toThrow('"P1"');
  });

  test('what is recorded is skipped: importing again adds nothing, going on adds the rest', () => {
    given(incident, importedLogging(), importedStart)
      .when(importing([logging, starting], 'b-2'))
      .thenNothing();
    given(incident, importedLogging())
      .when(importing([logging, starting]))
      .then(importedStart);
    given(incident)
      .when(importing([logging, logging]))
      .then(importedLogging());
  });

  test('what contradicts the life cycle is recorded and marked', () => {
    const closed: IncidentEvent = {
      type: 'IncidentClosed',
      data: { keys: keys({ state: 'closed' }), automatic: false },
    };
    const marked = (contradiction: string) =>
      recorded('2@/IncidentClosed', closed, 3, {
        imported: { batch: 'b-1', source: 'servicenow', row: 3, contradiction },
      });
    given(incident)
      .when(importing([logging, closing]))
      .then(
        importedLogging(),
        marked(
          'The source goes from new to closed (IncidentClosed), which is no move of the life cycle; recorded as it says.',
        ),
      );
    given(incident)
      .when(importing([logging, { ...closing, contradiction: 'Closed without a resolution.' }]))
      .then(importedLogging(), marked('Closed without a resolution.'));
  });

  test('a history may begin anywhere', () => {
    given(incident)
      .when(importing([starting]))
      .then({
        ...importedStart,
        data: { keys: keys({ state: 'in_progress', priority: 'P5' }) },
      } as Fact<IncidentEvent>);
  });

  test('another id than the source’s number gives, and a record that was logged here, are refused', () => {
    const refusal = given(incident)
      .when(importing([logging], 'b-1', '00000000-0000-4000-8000-000000000001'))
      .thenRefused('import-id-mismatch');
    expect(refusal.facts).toEqual({ expected: ID });
    given(incident, ...aLoggedIncident())
      .when(importing([logging]))
      .thenRefused('record-not-imported');
  });
});

describe('WithdrawImportedIncident', () => {
  test('hides what the batch brought; then nobody finds it', () => {
    given(incident, importedLogging()).when(withdraw()).then(withdrawn());
    given(incident, importedLogging(), withdrawn()).when(withdraw()).thenNothing();
    given(incident, importedLogging(), withdrawn())
      .when(command('AcknowledgeIncident', {}, { id: ID }))
      .thenRefused('not-found');
  });

  test('importing again brings it back under its number, with facts of new ids', () => {
    given(incident, importedLogging(), withdrawn())
      .when({ ...importing([logging]), lookups: { number: 'INC0000099' } })
      .then(importedLogging(1));
    given(incident, importedLogging(), withdrawn(), importedLogging(1))
      .when(importing([logging]))
      .thenNothing();
  });

  test('not what another batch brought, what was worked on here, or what was logged here', () => {
    given(incident, importedLogging()).when(withdraw('b-2')).thenRefused('imported-by-another-batch');
    given(incident, importedLogging(), { type: 'IncidentWorkNoted', data: { keys: keys(), body: 'Seen.' } })
      .when(withdraw())
      .thenRefused('worked-on-since-import');
    given(incident, ...aLoggedIncident())
      .when(withdraw())
      .thenRefused('record-not-imported');
    given(incident).when(withdraw()).thenRefused('not-found');
  });

  test('what a rule of the suite did to it is no work', () => {
    const byRule = { metadata: { actor: { id: 'process:x', name: 'x', kind: 'process' } } };
    given(incident, importedLogging(), {
      type: 'IncidentClosed',
      data: { keys: keys(), automatic: true },
      ...byRule,
    } as IncidentEvent)
      .when(withdraw())
      .then({ type: 'IncidentImportWithdrawn', data: { keys: keys({ state: 'closed' }), batch: 'b-1', reason: null } });
  });
});
