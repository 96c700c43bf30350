import { importedFactId, importedIncidentId, type IncidentEvent, type IncidentKeys } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { v5 as uuid5 } from 'uuid';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import { AGENT, CALLER, aLoggedIncident, command, keys, logged } from '../incident.histories';

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

const importing = (facts: object[], batch = 'b-1', id = ID, more: object = {}) =>
  command('ImportIncident', { ...SOURCE, batch, facts, ...more }, { id, lookups: { number: 'INC0000042' } });
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

/** A life told by two files: the second has a step that the first left out, or dates it otherwise. */
const at = (time: string) => ({ at: `2016-03-01T${time}:00Z` });
const life = {
  logged: told('0/IncidentLogged', 'IncidentLogged', saidAtLogging, at('08:05')),
  started: told('1/IncidentWorkStarted', 'IncidentWorkStarted', {}, { row: 2, ...at('09:00') }),
  startedLater: told('1b/IncidentWorkStarted', 'IncidentWorkStarted', {}, { row: 2, ...at('09:30') }),
  resolved: told(
    '2/IncidentResolved',
    'IncidentResolved',
    { code: 'fixed', notes: null, resolution: 1 },
    { row: 3, ...at('10:00') },
  ),
  closed: told('3/IncidentClosed', 'IncidentClosed', { automatic: false }, { row: 4, ...at('11:00') }),
};
type Told = (typeof life)['logged'];

const STATES: Record<string, Partial<IncidentKeys>> = {
  IncidentLogged: {},
  IncidentWorkStarted: { state: 'in_progress' },
  IncidentResolved: { state: 'resolved' },
  IncidentClosed: { state: 'closed' },
};
const asRecorded = (fact: Told, imported: object = {}, more: object = {}): Fact<IncidentEvent> =>
  ({
    type: fact.type,
    data: {
      keys: keys(STATES[fact.type]),
      ...fact.data,
      ...(fact.type === 'IncidentLogged' && { external: SOURCE }),
    },
    id: importedFactId(ID, fact.key, 0),
    occurredAt: new Date(fact.at).toISOString(),
    actor: { ...CALLER, kind: 'person' },
    imported: { batch: 'b-1', source: 'servicenow', row: (fact as { row: number }).row, ...imported },
    ...more,
  }) as Fact<IncidentEvent>;
const asRetold = (fact: Told, generation = 1, imported: object = {}) => {
  const identity = importedFactId(ID, fact.key, 0);
  const id = uuid5(JSON.stringify([identity, generation]), ID);
  return asRecorded(fact, { ...imported, fact: identity }, { id });
};
const retold = (state: IncidentKeys['state'], batch = 'b-2', more: object = {}): IncidentEvent => ({
  type: 'IncidentImportWithdrawn',
  data: { keys: keys({ state }), batch, reason: null, retold: true, ...more },
});
const unresolved =
  'The source goes from in_progress to closed (IncidentClosed), which is no move of the life cycle; recorded as it says.';
const reopenedSo =
  'The source goes from closed to in_progress (IncidentWorkStarted), which is no move of the life cycle; recorded as it says.';
const NO_MOVE =
  'The source goes from in_progress to in_progress (IncidentWorkStarted), which is no move of the life cycle; recorded as it says.';

describe('an import that tells of something before the end of an earlier one', () => {
  const { logged: first, started: start, startedLater, resolved: end, closed: last } = life;
  const shorter = [asRecorded(first), asRecorded(end), asRecorded(last)];

  test('puts it where the source has it: what was closed stays closed', () => {
    given(incident, ...shorter)
      .when(importing([first, start, end, last], 'b-2'))
      .then(retold('closed'), asRetold(first), asRecorded(start, { batch: 'b-2' }), asRetold(end), asRetold(last));
  });

  test('dated otherwise, it is told besides, and marked where it contradicts', () => {
    given(incident, asRecorded(first), asRecorded(start), asRecorded(end), asRecorded(last))
      .when(importing([first, startedLater, end, last], 'b-2'))
      .then(
        retold('closed'),
        asRetold(first),
        asRetold(start),
        asRecorded(startedLater, { batch: 'b-2', contradiction: NO_MOVE }),
        asRetold(end),
        asRetold(last),
      );
  });

  test('told alone, it goes where its time is', () => {
    given(incident, ...shorter)
      .when(importing([start], 'b-2'))
      .then(retold('closed'), asRetold(first), asRecorded(start, { batch: 'b-2' }), asRetold(end), asRetold(last));
  });

  test('a mark that it explains is gone; one that the source’s reader made stays', () => {
    const skipped =
      'The source goes from new to closed (IncidentClosed), which is no move of the life cycle; recorded as it says.';
    given(
      incident,
      asRecorded(first, { contradiction: 'Dated in the year 16.' }),
      asRecorded(last, { contradiction: skipped }),
    )
      .when(importing([end], 'b-2'))
      .then(
        retold('closed'),
        asRetold(first, 1, { contradiction: 'Dated in the year 16.' }),
        asRecorded(end, { batch: 'b-2' }),
        asRetold(last),
      );
  });

  test('what follows the end is added to it', () => {
    given(incident, asRecorded(first), asRecorded(start))
      .when(importing([first, start, end], 'b-2'))
      .then(asRecorded(end, { batch: 'b-2' }));
  });

  test('again and again: what was told again is known, and nothing is told twice', () => {
    const all = [retold('closed'), asRetold(first), asRecorded(start, { batch: 'b-2' }), asRetold(end), asRetold(last)];
    given(incident, ...shorter, ...all)
      .when(importing([first, start, end, last], 'b-3'))
      .thenNothing();
    given(incident, ...shorter, ...all)
      .when(importing([startedLater], 'b-3'))
      .then(
        retold('closed', 'b-3'),
        asRetold(first, 2),
        asRetold(start, 2, { batch: 'b-2' }),
        asRecorded(
          startedLater,
          { batch: 'b-3', contradiction: NO_MOVE },
          { id: importedFactId(ID, startedLater.key, 1) },
        ),
        asRetold(end, 2),
        asRetold(last, 2),
      );
  });

  const rule = { id: 'process:x', name: 'x', kind: 'process' } as const;
  const closedByRule = {
    type: 'IncidentClosed',
    data: { keys: keys({ state: 'closed' }), automatic: true },
    id: '00000000-0000-4000-8000-00000000c105',
    occurredAt: '2016-03-04T10:00:00.000Z',
  } as const;
  const theRuleClosed = { ...closedByRule, metadata: { actor: rule } } as IncidentEvent;

  test('what rules of the suite did keeps its place', () => {
    given(incident, asRecorded(first), asRecorded(end), theRuleClosed)
      .when(importing([start], 'b-2'))
      .then(retold('closed'), asRetold(first), asRecorded(start, { batch: 'b-2' }), asRetold(end), {
        ...closedByRule,
        id: uuid5(JSON.stringify([closedByRule.id, 1]), ID),
        actor: rule,
      } as Fact<IncidentEvent>);
  });

  test('what rules of the suite did is gone where it does not follow any more', () => {
    const undone = { ...withdrawn('b-2'), data: { ...withdrawn('b-2').data, keys: keys({ state: 'closed' }) } };
    given(incident, asRecorded(first), asRecorded(end, { batch: 'b-2' }), theRuleClosed)
      .when(withdraw('b-2'))
      .then(undone as IncidentEvent, asRetold(first));
  });

  test('an earlier resolution is the first, and those known before count on', () => {
    const early = { ...end, key: '1/IncidentResolved', ...at('09:10') };
    const [one, two] = [asRecorded(early, { batch: 'b-2' }), asRetold(end)];
    const again =
      'The source goes from resolved to resolved (IncidentResolved), which is no move of the life cycle; recorded as it says.';
    given(incident, asRecorded(first), asRecorded(end))
      .when(importing([early], 'b-2'))
      .then(retold('resolved'), asRetold(first), one, {
        ...two,
        data: { ...two.data, resolution: 2 },
        imported: { ...two.imported!, contradiction: again },
      } as Fact<IncidentEvent>);
  });

  test('is refused where people went on here, and adds what comes after that', () => {
    const noted = {
      type: 'IncidentWorkNoted',
      data: { keys: keys({ state: 'closed' }), body: 'Seen.' },
      id: '00000000-0000-4000-8000-00000000077e',
      occurredAt: '2016-03-02T08:00:00.000Z',
    } as unknown as IncidentEvent;
    const refusal = given(incident, ...shorter, noted)
      .when(importing([first, start, end, last], 'b-2'))
      .thenRefused('worked-on-before-import');
    expect(refusal.detail).toContain('INC0000042 was worked on here');
    given(incident, asRecorded(first), noted)
      .when(importing([first, start], 'b-2'))
      .thenRefused('worked-on-before-import');
    const later = { ...start, ...{ at: '2016-03-03T09:00:00Z' } };
    given(incident, asRecorded(first), noted)
      .when(importing([first, later], 'b-2'))
      .then(asRecorded(later, { batch: 'b-2' }));
  });
});

describe('an import that shows that something of an earlier one was not so', () => {
  const { logged: first, started: start, resolved: end, closed: last } = life;
  /** The earlier file lacked the row of the resolution: it was first seen at the closing. */
  const late = { ...end, key: '3/IncidentResolved', row: 3, ...at('10:55') };
  const superseded = [importedFactId(ID, late.key, 0)];
  const earlier = [asRecorded(first), asRecorded(start), asRecorded(late), asRecorded(last)];
  const fuller = [first, start, end, last];
  const superseding = (facts: object[] = fuller, batch = 'b-2') => importing(facts, batch, ID, { superseded });
  const toldAgain = [
    retold('closed', 'b-2', { superseded }),
    asRetold(first),
    asRetold(start),
    asRecorded(end, { batch: 'b-2' }),
    asRetold(last),
  ];

  test('leaves that out: it was resolved once', () => {
    given(incident, ...earlier)
      .when(superseding())
      .then(...toldAgain);
  });

  test('also where it told what is new before', () => {
    given(incident, ...earlier, asRecorded(life.startedLater, { batch: 'b-2' }))
      .when(superseding([first]))
      .then(
        retold('in_progress', 'b-2', { superseded }),
        asRetold(first),
        asRetold(start),
        asRetold(last, 1, { contradiction: unresolved }),
        asRetold(life.startedLater, 1, { batch: 'b-2', contradiction: reopenedSo }),
      );
  });

  test('not where it has nothing of its own there: it could not be undone', () => {
    given(incident, ...earlier)
      .when(superseding([first, start, last]))
      .thenNothing();
  });

  test('again, it adds nothing; nor does the earlier file', () => {
    given(incident, ...earlier, ...toldAgain)
      .when(superseding())
      .thenNothing();
    given(incident, ...earlier, ...toldAgain)
      .when(importing([first, start, late, last]))
      .thenNothing();
  });

  test('what it tells itself stays, whatever it says is superseded; what rules did is not its to judge', () => {
    given(incident, ...earlier)
      .when(superseding([first, start, late, last]))
      .thenNothing();
    given(incident, asRecorded(first), {
      type: 'IncidentWorkStarted',
      data: { keys: keys({ state: 'in_progress' }) },
      id: superseded[0],
      metadata: { actor: { id: 'process:x', name: 'x', kind: 'process' } },
    } as unknown as IncidentEvent)
      .when(superseding([first]))
      .thenNothing();
  });

  describe('and says otherwise itself', () => {
    const assigned = (before: string | null) =>
      told(
        '2/IncidentAssigned',
        'IncidentAssigned',
        {
          assignment: {
            before: { team: before === null ? null : { id: before, name: before }, person: null },
            after: { team: { id: 'Servers', name: 'Servers' }, person: null },
          },
          reassignments: before === null ? 0 : 1,
        },
        at('10:00'),
      );
    const team = { id: 'Servers', name: 'Servers' };
    const asAssigned = (before: string | null, imported: object, more: object) => {
      const fact = assigned(before);
      return {
        ...asRecorded(fact, imported, more),
        data: { keys: keys({ team }), ...fact.data },
      } as Fact<IncidentEvent>;
    };
    const identity = importedFactId(ID, assigned(null).key, 0);
    const again = (generation: number) => ({ id: uuid5(JSON.stringify([identity, generation]), ID) });
    const gapped = [asRecorded(first), asAssigned(null, {}, {})];
    const restating = importing([first, assigned('Network')], 'b-2', ID, { superseded: [identity] });
    const restated = [
      {
        ...retold('new', 'b-2', { superseded: [identity] }),
        data: { ...retold('new', 'b-2', { superseded: [identity] }).data, keys: keys({ team }) },
      } as IncidentEvent,
      asRetold(first),
      asAssigned('Network', { batch: 'b-2', fact: identity }, again(1)),
    ];

    test('that is told instead, under the same first id', () => {
      given(incident, ...gapped)
        .when(restating)
        .then(...restated);
    });

    test('once: sent again, it stands', () => {
      given(incident, ...gapped, ...restated)
        .when(restating)
        .thenNothing();
    });

    test('and undone, what was said before is said again', () => {
      const undone = { ...withdrawn('b-2'), data: { ...withdrawn('b-2').data, keys: keys({ team }) } } as IncidentEvent;
      given(incident, ...gapped, ...restated)
        .when(withdraw('b-2'))
        .then(undone, asRetold(first, 2), asAssigned(null, { fact: identity }, again(2)));
    });
  });

  test('names links that are not told again, and none that is', () => {
    const link = (id: string) => ({ kind: 'problem', target: { id, name: id } });
    const linking = (id: string) => told(`1@/IncidentLinked/${id}`, 'IncidentLinked', link(id), at('09:10'));
    const [stays, goes] = [linking('p-stays'), linking('p-goes')];
    const judged = [importedFactId(ID, goes.key, 0)];
    given(incident, asRecorded(first), asRecorded(stays), asRecorded(goes))
      .when(importing([first, stays, end], 'b-2', ID, { superseded: judged }))
      .then(
        retold('new', 'b-2', { superseded: judged, unlinked: [link('p-goes')] }),
        asRetold(first),
        asRetold(stays),
        expect.objectContaining({ type: 'IncidentResolved' }),
      );
  });

  test('undone, it gives back what it left out', () => {
    const undone = { ...withdrawn('b-2'), data: { ...withdrawn('b-2').data, keys: keys({ state: 'closed' }) } };
    const before = [undone as IncidentEvent, ...[first, start, late, last].map((fact) => asRetold(fact, 2))];
    given(incident, ...earlier, ...toldAgain)
      .when(withdraw('b-2'))
      .then(...before);
    given(incident, ...earlier, ...toldAgain, ...before)
      .when(superseding([first, start, late, last]))
      .thenNothing();
  });

  test('a batch of which it left all out is undone after it', () => {
    const recorded = [asRecorded(first), asRecorded(late, { batch: 'b-0' })];
    const told = [retold('resolved', 'b-2', { superseded }), asRetold(first), asRecorded(end, { batch: 'b-2' })];
    const refusal = given(incident, ...recorded, ...told)
      .when(withdraw('b-0'))
      .thenRefused('later-import-builds-on-it');
    expect(refusal.facts).toEqual({ batch: 'b-2' });
  });

  test('is refused where people went on here', () => {
    given(incident, ...earlier, {
      type: 'IncidentWorkNoted',
      data: { keys: keys({ state: 'closed' }), body: 'Seen.' },
    } as unknown as IncidentEvent)
      .when(superseding())
      .thenRefused('worked-on-before-import');
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

  test('names the links that stood, so that whoever keeps their other side takes it off', () => {
    const link = { kind: 'problem' as const, target: { id: 'p-1', name: 'PRB0000001' } };
    const linking = recorded('2@/IncidentLinked', { type: 'IncidentLinked', data: { keys: keys(), ...link } }, 2);
    given(incident, importedLogging(), linking)
      .when(withdraw())
      .then({ ...withdrawn(), data: { ...withdrawn().data, unlinked: [link] } } as IncidentEvent);
  });

  test('takes back what the batch told, and leaves what earlier ones told as it was', () => {
    const { logged: first, started: start, resolved: end } = life;
    const undone = { ...withdrawn('b-2'), data: { ...withdrawn('b-2').data, keys: keys({ state: 'resolved' }) } };
    const added = [asRecorded(first), asRecorded(start), asRecorded(end, { batch: 'b-2' })];
    given(incident, ...added)
      .when(withdraw('b-2'))
      .then(undone as IncidentEvent, asRetold(first), asRetold(start));
    given(incident, ...added, undone as IncidentEvent, asRetold(first), asRetold(start))
      .when(importing([first, start, end], 'b-3'))
      .then(asRecorded(end, { batch: 'b-3' }, { id: importedFactId(ID, end.key, 1) }));
  });

  test('the latest batch first: a later one left out what it found recorded', () => {
    const { logged: first, started: start } = life;
    const refusal = given(incident, asRecorded(first), asRecorded(start, { batch: 'b-2' }))
      .when(withdraw())
      .thenRefused('later-import-builds-on-it');
    expect(refusal.facts).toEqual({ batch: 'b-2' });
    const undone = [{ ...withdrawn('b-2') }, asRetold(first)];
    given(incident, asRecorded(first), asRecorded(start, { batch: 'b-2' }), ...undone)
      .when(withdraw())
      .then(withdrawn());
  });

  test('nor what a batch relies on that was broken off before and went on after it', () => {
    const { logged: first, started: start, resolved: end, closed: last } = life;
    const inTurns = [
      asRecorded(first),
      asRecorded(start, { batch: 'b-2' }),
      asRecorded(end, { batch: 'b-3' }),
      asRecorded(last, { batch: 'b-2' }),
    ];
    const refusal = given(incident, ...inTurns)
      .when(withdraw('b-3'))
      .thenRefused('later-import-builds-on-it');
    expect(refusal.facts).toEqual({ batch: 'b-2' });
  });

  describe('of an import that began a record, and went on after another one', () => {
    const { logged: first, started: start, resolved: end } = life;
    const inTurns = [asRecorded(first), asRecorded(start, { batch: 'b-2' }), asRecorded(end)];
    const undone = { ...withdrawn('b-2'), data: { ...withdrawn('b-2').data, keys: keys({ state: 'resolved' }) } };

    test('the one that began it goes last: without that the other would tell of nothing', () => {
      const refusal = given(incident, ...inTurns)
        .when(withdraw())
        .thenRefused('later-import-builds-on-it');
      expect(refusal.facts).toEqual({ batch: 'b-2' });
    });

    test('the other goes first; imported again, the one that began it tells what it found told', () => {
      const left = [undone as IncidentEvent, asRetold(first), asRetold(end)];
      given(incident, ...inTurns)
        .when(withdraw('b-2'))
        .then(...left);
      given(incident, ...inTurns, ...left)
        .when(withdraw())
        .then({ ...withdrawn(), data: { ...undone.data, batch: 'b-1' } } as IncidentEvent);
      given(incident, ...inTurns, ...left)
        .when(importing([first, start, end]))
        .then(
          retold('resolved', 'b-1'),
          asRetold(first, 2),
          asRecorded(start, {}, { id: importedFactId(ID, start.key, 1) }),
          asRetold(end, 2),
        );
    });
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
