import type { IncidentHistory } from '../history';
import { aRow, anUpdate, historyFrom, historyIn, historyLacking, told, type Row } from './servicenow.rows';

const RESOLVED = { incident_state: 'Resolved' };
const CLOSED = { incident_state: 'Closed', active: 'FALSE' };

describe('a life without surprises', () => {
  const life = () =>
    historyFrom(
      anUpdate(0),
      anUpdate(1, { incident_state: 'Active', assigned_to: 'Resolver 4' }),
      anUpdate(2, { incident_state: 'Awaiting User Info', assigned_to: 'Resolver 4' }),
      anUpdate(3, { incident_state: 'Active', assigned_to: 'Resolver 4' }),
      anUpdate(4, { ...RESOLVED, assigned_to: 'Resolver 4', sys_updated_at: '01-03-2016 12:00' }),
      anUpdate(5, { ...CLOSED, assigned_to: 'Resolver 4', sys_updated_at: '06-03-2016 12:00' }),
    );

  it('is told in the order it happened', async () => {
    expect(told((await life()).facts)).toEqual([
      '03-01T08:00 IncidentLogged',
      '03-01T08:00 IncidentCategorised',
      '03-01T08:10 IncidentAssigned',
      '03-01T09:10 IncidentAssigned',
      '03-01T09:10 IncidentWorkStarted',
      '03-01T10:10 IncidentPutOnHold',
      '03-01T11:10 IncidentResumed',
      '03-01T12:00 IncidentResolved',
      '03-06T12:00 IncidentClosed',
    ]);
  });

  it('is logged when it was opened, by who opened it', async () => {
    const { facts } = await life();
    expect(facts[0]).toMatchObject({
      key: 'logged',
      at: '2016-03-01T08:00:00.000Z',
      by: { name: 'Opened by 8' },
      data: {
        title: 'Category 5 / Subcategory 6 / Symptom 7',
        channel: 'phone',
        impact: 2,
        urgency: 2,
        caller: { name: 'Caller 7' },
        external: { source: 'servicenow', number: 'INC0001' },
      },
    });
  });

  it('is resolved by whom and with what the source says', async () => {
    const { facts } = await life();
    const resolved = facts.find(({ type }) => type === 'IncidentResolved');
    expect(resolved).toMatchObject({ by: { name: 'Resolved by 3' }, data: { code: 'code 6', resolution: 1 } });
  });

  it('waits for what the state says', async () => {
    const holds = ['Awaiting User Info', 'Awaiting Vendor', 'Awaiting Problem', 'Awaiting Evidence'];
    const { facts } = await historyFrom(
      anUpdate(0, { incident_state: 'Active' }),
      ...holds.map((incident_state, index) => anUpdate(index + 1, { incident_state })),
    );
    const reasons = facts.flatMap((fact) =>
      fact.type === 'IncidentPutOnHold' || fact.type === 'IncidentHoldReasonChanged' ? [fact.data.reason] : [],
    );
    expect(reasons).toEqual([
      'caller',
      { before: 'caller', after: 'vendor' },
      { before: 'vendor', after: 'problem' },
      { before: 'problem', after: 'evidence' },
    ]);
  });
});

describe('what is known from the logging on', () => {
  it('follows it, at its time and by its author', async () => {
    const { facts } = await historyFrom(anUpdate(0, { impact: '3 - Low', urgency: '3 - Low', priority: '4 - Low' }));
    expect(facts.slice(0, 3)).toMatchObject([
      { key: 'logged', data: { impact: 3, urgency: 3 } },
      { key: 'logged/IncidentCategorised', data: { category: { before: null, after: 'Category 5' } } },
      { key: 'logged/IncidentAssessed', data: { priority: { before: 'P5', after: 'P4' }, matrixVersion: 0 } },
    ]);
    expect(new Set(facts.slice(0, 3).map(({ at, by }) => `${at} ${by.name}`)).size).toBe(1);
  });
});

describe('what an update changed', () => {
  it('is told with what was before', async () => {
    const { facts } = await historyFrom(
      anUpdate(0),
      anUpdate(1, {
        impact: '1 - High',
        priority: '2 - High',
        category: 'Category 9',
        reassignment_count: '1',
        assignment_group: 'Group 2',
      }),
    );
    expect(facts.slice(3)).toMatchObject([
      { type: 'IncidentCategorised', data: { category: { before: 'Category 5', after: 'Category 9' } } },
      {
        type: 'IncidentAssessed',
        data: { impact: { before: 2, after: 1 }, priority: { before: 'P3', after: 'P2' }, matrixVersion: 0 },
      },
      {
        type: 'IncidentAssigned',
        data: {
          assignment: { before: { team: { name: 'Group 1' } }, after: { team: { name: 'Group 2' } } },
          reassignments: 1,
        },
      },
    ]);
  });

  it('links and unlinks problems, changes and configuration items', async () => {
    const { facts } = await historyFrom(
      anUpdate(0, { cmdb_ci: 'ci 31' }),
      anUpdate(1, { cmdb_ci: 'ci 31', problem_id: 'Problem ID  2', rfc: 'CHG0000047', caused_by: 'CHG0000132' }),
      anUpdate(2, { cmdb_ci: 'ci 31', problem_id: 'Problem ID  3', rfc: 'CHG0000047', caused_by: 'CHG0000132' }),
    );
    const links = facts.flatMap((fact) =>
      fact.type === 'IncidentLinked' || fact.type === 'IncidentUnlinked'
        ? [`${fact.type} ${fact.data.kind} ${fact.data.target.name}`]
        : [],
    );
    expect(links).toEqual([
      'IncidentLinked affected_ci ci 31',
      'IncidentLinked problem Problem ID 2',
      'IncidentLinked caused_by_change CHG0000132',
      'IncidentLinked fixed_by_change CHG0000047',
      'IncidentUnlinked problem Problem ID 2',
      'IncidentLinked problem Problem ID 3',
    ]);
  });

  it('shows a new symptom in the title', async () => {
    const { facts } = await historyFrom(anUpdate(0, { u_symptom: '?' }), anUpdate(1));
    expect(facts.at(-1)).toMatchObject({
      type: 'IncidentDescriptionRevised',
      data: { title: { before: 'Category 5 / Subcategory 6', after: 'Category 5 / Subcategory 6 / Symptom 7' } },
    });
  });

  it('is nothing when only counters moved, and the row says which', async () => {
    const { rows } = await historyFrom(anUpdate(0), anUpdate(1), anUpdate(1));
    expect(rows.map(({ outcome, why }) => `${outcome}: ${why}`)).toEqual([
      'imported: IncidentLogged, IncidentCategorised, IncidentAssigned',
      'merged: changed only sys_mod_count, sys_updated_at',
      'merged: repeats row 2',
    ]);
  });
});

describe('a priority that the log does not tell', () => {
  const HIGH = { impact: '1 - High', urgency: '2 - Medium' };
  const LOWER = { ...HIGH, impact: '3 - Low' };
  const assessments = ({ facts }: IncidentHistory) =>
    facts.flatMap(({ type, at, data, contradiction }) =>
      type === 'IncidentAssessed' ? [{ at: at.slice(11, 16), ...data, contradiction }] : [],
    );

  it('follows from impact and urgency by the default matrix, and names its version', async () => {
    const history = await historyLacking(['priority'], anUpdate(0, HIGH), anUpdate(1, LOWER));
    expect(history.facts[0]).toMatchObject({
      type: 'IncidentLogged',
      data: { impact: 1, urgency: 2, matrixVersion: 1 },
    });
    expect(assessments(history)).toEqual([
      {
        at: '09:10',
        impact: { before: 1, after: 3 },
        urgency: { before: 2, after: 2 },
        priority: { before: 'P2', after: 'P4' },
        matrixVersion: 1,
        contradiction: undefined,
      },
    ]);
  });

  it.each([
    [['priority', 'urgency'], { impact: '1 - High' }],
    [['priority', 'impact'], { urgency: '1 - High' }],
    [['priority'], { impact: '1 - High', urgency: '?' }],
  ])('is P3 where %p are missing, too', async (columns, row) => {
    const history = await historyLacking(columns, anUpdate(0, row), anUpdate(1, row));
    expect(history.facts[0]).toMatchObject({ data: { matrixVersion: 0 } });
    expect(assessments(history)).toMatchObject([{ priority: { after: 'P3' }, matrixVersion: 0 }]);
  });

  it('follows as soon as both are told', async () => {
    const history = await historyLacking(['priority'], anUpdate(0, { ...HIGH, urgency: '?' }), anUpdate(1, HIGH));
    expect(assessments(history).at(-1)).toMatchObject({ at: '09:10', priority: { before: 'P3', after: 'P2' } });
  });

  it('is marked where there is a column for it', async () => {
    const unknown = { ...HIGH, priority: '?' };
    const { facts, rows } = await historyFrom(anUpdate(0, unknown), anUpdate(1, unknown));
    expect(facts[0]).toMatchObject({ data: { matrixVersion: 1 } });
    expect(rows.map(({ outcome, why }) => `${outcome}: ${why}`)).toEqual([
      'contradictory: The source gives no priority; read as P2, which impact and urgency give.',
      expect.stringMatching(/^merged/),
    ]);
  });

  it('is what the source said last, if it ever said one', async () => {
    const history = await historyFrom(
      anUpdate(0, { ...HIGH, priority: '1 - Critical' }),
      anUpdate(1, { ...LOWER, priority: '?' }),
    );
    expect(assessments(history).at(-1)).toMatchObject({
      priority: { before: 'P1', after: 'P1' },
      matrixVersion: 0,
      contradiction: 'The source gives no priority; read as P1.',
    });
  });
});

describe('resolutions', () => {
  it('are dated by resolved_at, not by the row that shows them first', async () => {
    const { facts } = await historyFrom(
      anUpdate(0),
      anUpdate(1, RESOLVED),
      anUpdate(2, { ...RESOLVED, category: 'Category 9' }),
      anUpdate(3, { ...RESOLVED, category: 'Category 9', sys_updated_at: '01-03-2016 12:00' }),
      anUpdate(5, { ...CLOSED, category: 'Category 9', sys_updated_at: '06-03-2016 12:00' }),
    );
    expect(told(facts).slice(3)).toEqual([
      '03-01T10:10 IncidentCategorised',
      '03-01T12:00 IncidentResolved !',
      '03-06T12:00 IncidentClosed',
    ]);
    expect(facts[4]?.contradiction).toBe(
      'The source shows resolved at 2016-03-01T09:10:00.000Z but gives 2016-03-01T12:00:00.000Z as resolved_at; ' +
        'read as resolved at 2016-03-01T12:00:00.000Z.',
    );
  });

  it('before a reopening have the time and author of their row: the log repeats the last one everywhere', async () => {
    const { facts } = await historyFrom(
      anUpdate(0),
      anUpdate(1, RESOLVED),
      anUpdate(2, { incident_state: 'Active', reopen_count: '1' }),
      anUpdate(4, { ...RESOLVED, reopen_count: '1', sys_updated_at: '01-03-2016 12:00' }),
    );
    expect(told(facts).slice(3)).toEqual([
      '03-01T09:10 IncidentResolved',
      '03-01T10:10 IncidentReopened',
      '03-01T12:00 IncidentResolved',
    ]);
    const [first, last] = facts.filter(({ type }) => type === 'IncidentResolved');
    expect(first).toMatchObject({ by: { name: 'Updated by 1' }, data: { code: 'unknown', resolution: 1 } });
    expect(last).toMatchObject({ by: { name: 'Resolved by 3' }, data: { code: 'code 6', resolution: 2 } });
  });

  it('keep their own time where the log kept it', async () => {
    const { facts } = await historyFrom(
      anUpdate(1, { ...RESOLVED, resolved_at: '01-03-2016 09:05', closed_code: 'code 1' }),
      anUpdate(2, { incident_state: 'Active', reopen_count: '1' }),
      anUpdate(4, { ...RESOLVED, reopen_count: '1', sys_updated_at: '01-03-2016 12:00' }),
    );
    const first = facts.find(({ type }) => type === 'IncidentResolved');
    expect(first).toMatchObject({ at: '2016-03-01T09:05:00.000Z', data: { code: 'code 1' } });
  });

  it('dated before the incident was opened are read at their row', async () => {
    const { facts } = await historyFrom(anUpdate(0), anUpdate(1, { ...RESOLVED, resolved_at: '28-02-2016 10:00' }));
    expect(told(facts).at(-1)).toBe('03-01T09:10 IncidentResolved !');
    expect(facts.at(-1)?.contradiction).toContain(
      'gives 2016-02-28T10:00:00.000Z as resolved_at, before what it must follow',
    );
  });

  it('that the log skips are told when the incident is closed', async () => {
    const { facts } = await historyFrom(anUpdate(0), anUpdate(5, { ...CLOSED, sys_updated_at: '06-03-2016 12:00' }));
    expect(told(facts).slice(3)).toEqual(['03-01T12:00 IncidentResolved', '03-06T12:00 IncidentClosed']);
  });

  it('that the log skips come before the closing, whatever is said of its time', async () => {
    const { facts } = await historyFrom(anUpdate(0), anUpdate(5, { ...CLOSED, closed_at: '01-03-2016 11:00' }));
    expect(told(facts).slice(3)).toEqual(['03-01T12:00 IncidentResolved', '03-01T13:10 IncidentClosed !']);
  });

  it('closed without one are marked', async () => {
    const { facts } = await historyFrom(anUpdate(0), anUpdate(5, { ...CLOSED, resolved_at: '?', closed_at: '?' }));
    expect(told(facts).at(-1)).toBe('03-01T13:10 IncidentClosed !');
    expect(facts.at(-1)?.contradiction).toContain('closed without a resolution');
  });
});

describe('what cannot be', () => {
  const markOf = async (...rows: Row[]) => {
    const { facts, rows: outcomes } = await historyFrom(...rows);
    return { told: told(facts), text: facts.flatMap(({ contradiction }) => contradiction ?? []).join(' | '), outcomes };
  };

  it('a hold before work started is recorded as a hold', async () => {
    const { told, text } = await markOf(anUpdate(0), anUpdate(1, { incident_state: 'Awaiting Problem' }));
    expect(told.at(-1)).toBe('03-01T09:10 IncidentPutOnHold !');
    expect(text).toBe(
      'The source went from new straight to "Awaiting Problem"; read as on hold without work having started.',
    );
  });

  it('an unknown state leaves the state as it was, and a note says so', async () => {
    const { told, text, outcomes } = await markOf(
      anUpdate(0, { incident_state: 'Active' }),
      anUpdate(1, { incident_state: '-100' }),
    );
    expect(told.at(-1)).toBe('03-01T09:10 IncidentWorkNoted !');
    expect(text).toBe('The source says the state is "-100", which is none; read as still in_progress.');
    expect(outcomes[1]).toMatchObject({ outcome: 'contradictory', why: text });
  });

  it('a log that begins with the incident resolved says so', async () => {
    const { told, text } = await markOf(aRow({ ...RESOLVED, assignment_group: '?' }));
    expect(told).toEqual([
      '03-01T08:00 IncidentLogged',
      '03-01T08:00 IncidentCategorised',
      '03-01T12:00 IncidentResolved !',
    ]);
    expect(text).toContain('The log begins with the incident already resolved');
  });

  it('going back to new is read as in progress', async () => {
    const { told } = await markOf(anUpdate(0, { incident_state: 'Active' }), anUpdate(1));
    expect(told.at(-1)).toBe('03-01T09:10 IncidentWorkNoted !');
  });

  it('a closed incident that goes on is reopened', async () => {
    const { told, text } = await markOf(
      anUpdate(0),
      anUpdate(1, { ...CLOSED, resolved_at: '?', closed_at: '?' }),
      anUpdate(2, { incident_state: 'Active', reopen_count: '1' }),
    );
    expect(told.at(-1)).toBe('03-01T10:10 IncidentReopened !');
    expect(text).toContain('went from closed to "Active", which is final here');
  });

  it('a reopening that is only counted is a reopening', async () => {
    const { told } = await markOf(
      anUpdate(0, { incident_state: 'Active' }),
      anUpdate(1, { incident_state: 'Active', reopen_count: '1' }),
    );
    expect(told.at(-1)).toBe('03-01T09:10 IncidentReopened !');
  });

  it('an update dated before the opening is read at the opening', async () => {
    const { told, text } = await markOf(anUpdate(0, { sys_updated_at: '01-03-2016 07:00' }));
    expect(told).toEqual([
      '03-01T08:00 IncidentLogged',
      '03-01T08:00 IncidentCategorised',
      '03-01T08:00 IncidentAssigned !',
    ]);
    expect(text).toContain('dates this update 2016-03-01T07:00:00.000Z, before the incident was opened');
  });

  it('an assignment that is only counted is away and back', async () => {
    const { told, text } = await markOf(anUpdate(0), anUpdate(1, { reassignment_count: '2' }));
    expect(told.at(-1)).toBe('03-01T09:10 IncidentAssigned !');
    expect(text).toContain('counts 2 reassignments now, 0 before');
  });
});

describe('times that are in doubt', () => {
  const marksOf = ({ facts }: IncidentHistory) =>
    facts.flatMap(({ type, at, contradiction }) => (contradiction ? [[`${at} ${type}`, contradiction]] : []));
  const inRome = (text: string, how: string) => `The source gives "${text}" as ${how}`;

  it('are marked on what happened then, once', async () => {
    const ends = { opened_at: '27-03-2016 02:15', resolved_at: '30-10-2016 02:30', closed_at: '01-03-2019 08:00' };
    const history = await historyIn(
      'Europe/Rome',
      anUpdate(0, { ...ends, sys_updated_at: '27-03-2016 02:45' }),
      anUpdate(1, { ...ends, ...RESOLVED, sys_updated_at: '30-10-2016 02:30' }),
      anUpdate(2, { ...ends, ...RESOLVED, sys_updated_at: '30-10-2016 02:40' }),
      anUpdate(3, { ...ends, ...CLOSED, sys_updated_at: '01-03-2019 08:00' }),
    );
    expect(marksOf(history)).toEqual([
      [
        '2016-03-27T01:15:00.000Z IncidentLogged',
        inRome(
          '27-03-2016 02:15',
          'opened_at, which the clocks of Europe/Rome skipped; read as 2016-03-27T01:15:00.000Z.',
        ),
      ],
      [
        '2016-03-27T01:45:00.000Z IncidentAssigned',
        inRome(
          '27-03-2016 02:45',
          'sys_updated_at, which the clocks of Europe/Rome skipped; read as 2016-03-27T01:45:00.000Z.',
        ),
      ],
      [
        '2016-10-30T00:30:00.000Z IncidentResolved',
        inRome(
          '30-10-2016 02:30',
          'resolved_at, which the clocks of Europe/Rome showed twice; read as the first, 2016-10-30T00:30:00.000Z.',
        ),
      ],
      [
        '2019-03-01T07:00:00.000Z IncidentClosed',
        inRome('01-03-2019 08:00', 'closed_at, more than a year ahead of when that was read; recorded as it stands.'),
      ],
    ]);
    expect(history.rows.map(({ outcome }) => outcome)).toEqual([
      'contradictory',
      'contradictory',
      'merged',
      'contradictory',
    ]);
  });

  it('of the row are marked on the ending that takes its time from there', async () => {
    const history = await historyIn(
      'Europe/Rome',
      anUpdate(0, { resolved_at: '?' }),
      anUpdate(1, { ...RESOLVED, resolved_at: '?', sys_updated_at: '30-10-2016 02:30' }),
    );
    expect(marksOf(history)).toEqual([
      [
        '2016-10-30T00:30:00.000Z IncidentResolved',
        inRome(
          '30-10-2016 02:30',
          'sys_updated_at, which the clocks of Europe/Rome showed twice; read as the first, 2016-10-30T00:30:00.000Z.',
        ),
      ],
    ]);
  });

  it('are added to what else is odd', async () => {
    const { facts } = await historyIn(
      'Europe/Rome',
      anUpdate(0),
      anUpdate(1, { incident_state: '-100', sys_updated_at: '27-03-2016 02:30' }),
    );
    expect(facts.at(-1)).toMatchObject({
      type: 'IncidentWorkNoted',
      contradiction: expect.stringMatching(
        /^The source gives "27-03-2016 02:30" as .* The source says the state is "-100"/,
      ),
    });
  });
});

describe('what is longer than its field', () => {
  it('is cut, and marked as cut', async () => {
    const { facts, rows } = await historyFrom(
      anUpdate(0, { short_description: 'x'.repeat(301) }),
      anUpdate(1, {
        short_description: 'x'.repeat(301),
        incident_state: 'Canceled',
        close_notes: 'y'.repeat(2001),
        assigned_to: 'z'.repeat(5000),
      }),
    );
    expect(facts[0]).toMatchObject({
      type: 'IncidentLogged',
      data: { title: `${'x'.repeat(299)}…` },
      contradiction: 'The source gives 301 characters as title; cut to 300.',
    });
    expect(facts.at(-2)!.contradiction).toBe('The source gives 5,000 characters as assignment person; cut to 300.');
    expect(facts.at(-1)).toMatchObject({
      type: 'IncidentCanceled',
      data: { reason: `${'y'.repeat(1999)}…` },
      contradiction: 'The source gives 2,001 characters as reason; cut to 2,000.',
    });
    expect(rows.map(({ outcome }) => outcome)).toEqual(['contradictory', 'contradictory']);
  });

  it('is marked once: what it was before is not told again', async () => {
    const { facts } = await historyFrom(anUpdate(0, { category: 'x'.repeat(201) }), anUpdate(1, { category: 'y' }));
    expect(told(facts)).toEqual([
      '03-01T08:00 IncidentLogged',
      '03-01T08:00 IncidentCategorised !',
      '03-01T08:10 IncidentAssigned',
      '03-01T09:10 IncidentCategorised',
    ]);
  });
});

describe('a NUL character, which nothing can keep', () => {
  it('is told, and what stands in its place', async () => {
    const broken = { category: 'Cat\x00egory', description: 'two\x00\nlines' };
    const { facts, rows } = await historyFrom(anUpdate(0), anUpdate(1, broken), anUpdate(2, broken));
    const marks = facts.flatMap(({ row, contradiction }) => (contradiction ? [`${row} ${contradiction}`] : []));
    expect(marks).toEqual([
      '2 The source has a NUL character in category, description; read with � in its place. ' +
        'Export the file again without it to have the text as it was.',
    ]);
    expect(facts.find(({ type }) => type === 'IncidentDescriptionRevised')).toMatchObject({
      data: { description: { after: 'two�\nlines' } },
    });
    expect(rows.map(({ outcome }) => outcome)).toEqual(['imported', 'contradictory', 'merged']);
  });

  it('is told of a number', async () => {
    const { externalNumber, rows } = await historyFrom(aRow({ number: 'INC\x007' }));
    expect(externalNumber).toBe('INC�7');
    expect(rows[0]!.why).toContain('a NUL character in number');
  });
});

describe('numbers and times that disagree', () => {
  it('are read in order of time when the numbers make a resolved incident come back', async () => {
    const { facts } = await historyFrom(
      anUpdate(1, { incident_state: 'Active' }),
      anUpdate(4, { ...RESOLVED, sys_updated_at: '01-03-2016 12:00' }),
      aRow({ incident_state: 'Active', sys_mod_count: '5', sys_updated_at: '01-03-2016 08:05' }),
      anUpdate(5, { ...CLOSED, sys_updated_at: '06-03-2016 12:00' }),
    );
    expect(told(facts)).toEqual([
      '03-01T08:00 IncidentLogged',
      '03-01T08:00 IncidentCategorised',
      '03-01T08:05 IncidentAssigned !',
      '03-01T08:05 IncidentWorkStarted',
      '03-01T12:00 IncidentResolved',
      '03-06T12:00 IncidentClosed',
    ]);
    expect(facts[2]?.contradiction).toContain('numbers this update 5');
  });

  it('are read in order of number when the times make it new again', async () => {
    const { facts, rows } = await historyFrom(
      anUpdate(0),
      anUpdate(1, { sys_updated_at: '01-03-2016 12:30' }),
      anUpdate(2, { ...RESOLVED, sys_updated_at: '01-03-2016 12:00' }),
    );
    expect(told(facts)).toEqual([
      '03-01T08:00 IncidentLogged',
      '03-01T08:00 IncidentCategorised',
      '03-01T08:10 IncidentAssigned',
      '03-01T12:30 IncidentWorkNoted !',
      '03-01T12:00 IncidentResolved',
    ]);
    expect(rows[1]?.outcome).toBe('contradictory');
  });
});
