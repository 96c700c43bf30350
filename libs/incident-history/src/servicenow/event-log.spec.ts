import { MissingColumns, type Column } from './columns';
import { InvalidMapping, readMapping, type MappingFile } from './mapping';
import { readServiceNowLog } from './read-servicenow-log';
import { aFile, anUpdate, aRow, aTable, readRows, TODAY, type Row } from './servicenow.rows';

const outcomes = async (...rows: Row[]) =>
  (await readRows(rows)).rows.map(({ row, outcome, why }) => `${row} ${outcome}: ${why}`);

describe('rows', () => {
  it('without a number are refused', async () => {
    expect(await outcomes(aRow({ number: '?' }))).toEqual([
      '1 refused: number is empty: the row belongs to no incident',
    ]);
  });

  it('with a number longer than a record of ours can keep are refused, and it is not told in full', async () => {
    const number = 'INC'.padEnd(10_000, '7');
    const { rows, incidents } = await readRows([aRow({ number }), aRow({ number: number.slice(0, 100) })]);
    expect(incidents).toMatchObject([{ externalNumber: number.slice(0, 100) }]);
    expect(rows[0]).toEqual({
      row: 1,
      number: null,
      outcome: 'refused',
      why: `number "${number.slice(0, 59)}…" has 10,000 characters; an incident's number may have 100`,
    });
  });

  it('with words that every object of the language knows are words like others', async () => {
    const said = { incident_state: 'constructor', impact: 'toString', priority: 'valueOf', contact_type: '__proto__' };
    const { rows, warnings } = await readRows([aRow(said)]);
    expect(rows[0]!.outcome).not.toBe('refused');
    expect(rows[0]!.why).toContain('The source gives "valueOf" as priority; read as P3.');
    expect(warnings.join()).toContain('incident_state "constructor": not in the mapping');
  });

  it('with mapped words are read whatever their case is, as those of states are', async () => {
    const mapping: MappingFile = { levels: { 'Sehr hoch': 1 }, priorities: { Dringend: 'P1' } };
    const { rows } = await readRows(
      [aRow({ impact: 'SEHR HOCH', urgency: 'sehr hoch', priority: 'dringend' })],
      mapping,
    );
    expect(rows).toMatchObject([{ outcome: 'imported' }]);
  });

  it('with an unreadable date are refused, the others of the incident are read', async () => {
    expect(await outcomes(anUpdate(0), anUpdate(1, { resolved_at: 'soon' }))).toEqual([
      '1 imported: IncidentLogged, IncidentCategorised, IncidentAssigned',
      '2 refused: resolved_at: "soon" is not a date',
    ]);
  });

  it('without a time of update are refused', async () => {
    expect(await outcomes(aRow({ sys_updated_at: '' }))).toEqual([
      '1 refused: sys_updated_at is empty: nothing tells when this update was made',
    ]);
  });

  it('that the file could not give are refused', async () => {
    const file = aFile([aRow()]);
    async function* broken() {
      yield* file.rows;
      yield { row: 2, problem: 'Quote Not Closed' };
    }
    const { rows } = await readServiceNowLog({ header: file.header, rows: broken() }, readMapping({}), TODAY);
    expect(rows.map(({ outcome, why }) => [outcome, why])).toEqual([
      ['imported', expect.anything()],
      ['refused', 'Quote Not Closed'],
    ]);
  });

  it('of one incident may be anywhere in the file', async () => {
    const { incidents } = await readRows([anUpdate(1), aRow({ number: 'INC0002' }), anUpdate(0)]);
    expect(incidents.map(({ externalNumber, rows }) => [externalNumber, rows.map(({ row }) => row)])).toEqual([
      ['INC0001', [1, 3]],
      ['INC0002', [2]],
    ]);
  });
});

describe('dates of a file written month first', () => {
  it('refuse every row with advice: none of them would show that it was misread', async () => {
    const { rows, warnings, incidents } = await readRows(
      [
        anUpdate(0, { sys_updated_at: '03/04/2016 10:00' }),
        anUpdate(1, { sys_updated_at: '03/25/2016 10:00', opened_at: '?', resolved_at: '?', closed_at: '?' }),
      ].map((row) => ({ ...row, opened_at: '03/01/2016 08:00', resolved_at: '?', closed_at: '?' })),
    );
    expect(incidents).toEqual([]);
    expect(rows.every(({ outcome }) => outcome === 'refused')).toBe(true);
    expect(warnings.join()).toContain('set {"dateOrder": "month-first"} in the mapping file');
  });

  it('are read when the mapping says so', async () => {
    const row = aRow({
      sys_updated_at: '03/25/2016 10:00',
      opened_at: '03/24/2016 9:00',
      resolved_at: '?',
      closed_at: '?',
    });
    const { incidents } = await readRows([row], { dateOrder: 'month-first' });
    expect(incidents[0]?.facts[0]?.at).toBe('2016-03-24T09:00:00.000Z');
  });

  it('mixed with day first ones refuse only what cannot be read', async () => {
    const { rows, warnings } = await readRows([
      anUpdate(0, { sys_updated_at: '25/03/2016 10:00' }),
      anUpdate(1, { sys_updated_at: '03/25/2016 10:00' }),
    ]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['imported', 'refused']);
    expect(warnings.join()).toContain('put the dates of the file in one order');
  });
});

describe('columns', () => {
  it('are known by what table exports and forms call them', async () => {
    const file = aFile(
      [{ Number: 'INC7', State: 'In Progress', Updated: '01-03-2016 08:00', Opened: '01-03-2016 07:00', Extra: 'x' }],
      ['Number', 'State', 'Updated', 'Opened', 'Extra'],
    );
    const { incidents, warnings } = await readServiceNowLog(file, readMapping({}), TODAY);
    expect(incidents[0]?.facts.map(({ type }) => type)).toEqual(['IncidentLogged', 'IncidentWorkStarted']);
    expect(warnings).toEqual([
      'Columns without a meaning here, left out: Extra.',
      expect.stringContaining('Columns the file does not have: impact, urgency'),
    ]);
  });

  it('may be renamed by the mapping', async () => {
    const header = ['Ticket', 'Phase', 'When'];
    const file = aFile([{ Ticket: 'T1', Phase: 'Waiting', When: '2016-03-01 08:00' }], header);
    const mapping = readMapping({
      columns: { ticket: 'number', Phase: 'incident_state', When: 'sys_updated_at' },
      states: { Waiting: 'on_hold:vendor' },
    });
    const { incidents } = await readServiceNowLog(file, mapping, TODAY);
    expect(incidents[0]?.facts.at(-1)).toMatchObject({ type: 'IncidentPutOnHold', data: { reason: 'vendor' } });
  });

  const readingOf = (header: string[], columns: Record<string, Column>, ...cells: string[][]) =>
    readServiceNowLog(aTable(header, ...cells), readMapping({ columns }), TODAY);

  it('that the mapping names and the file lacks are refused, with those that it has', async () => {
    await expect(readingOf(['number', 'state', 'updated'], { Tiket: 'number', When: 'opened_at' })).rejects.toThrow(
      new InvalidMapping([
        '/columns/Tiket: the file has no such column; it has "number", "state", "updated".',
        '/columns/When: the file has no such column; it has "number", "state", "updated".',
      ]),
    );
  });

  it('that the mapping names win over those of the standard name', async () => {
    const { incidents, warnings } = await readingOf(['number', 'state', 'updated', 'Ticket'], { Ticket: 'number' }, [
      '17',
      'New',
      '2016-03-01',
      'INC0017',
    ]);
    expect(incidents.map(({ externalNumber }) => externalNumber)).toEqual(['INC0017']);
    expect(warnings[0]).toBe(
      'Column 4 "Ticket" was taken as number, as the mapping file says; left out: column 1 "number".',
    );
  });

  it('that mean the same are warned about; the first is taken', async () => {
    const { incidents, warnings } = await readingOf(['number', 'state', 'updated', 'incident_state', 'Number'], {}, [
      'INC1',
      'Active',
      '2016-03-01',
      'New',
      'INC2',
    ]);
    expect(incidents.map(({ externalNumber, facts }) => [externalNumber, facts.at(-1)!.type])).toEqual([
      ['INC1', 'IncidentWorkStarted'],
    ]);
    expect(warnings.slice(0, 2)).toEqual([
      'Column 1 "number" was taken as number, being the first of that meaning; left out: column 5 "Number".',
      'Column 2 "state" was taken as incident_state, being the first of that meaning; left out: column 4 "incident_state".',
    ]);
  });

  it('that stand twice under a mapped name are warned about, too', async () => {
    const { warnings } = await readingOf(['number', 'state', 'updated', 'Ticket', 'Ticket'], { Ticket: 'number' });
    expect(warnings[0]).toBe(
      'Column 4 "Ticket" was taken as number, as the mapping file says; left out: column 1 "number", column 5 "Ticket".',
    );
  });

  it('that must be there are asked for', async () => {
    await expect(readServiceNowLog(aFile([], ['a', 'b']), readMapping({}), TODAY)).rejects.toThrow(MissingColumns);
  });

  it('that are not there do not doubt every incident', async () => {
    const file = aFile([{ number: 'A', state: 'New', updated: '2016-03-01' }], ['number', 'state', 'updated']);
    const { rows } = await readServiceNowLog(file, readMapping({}), TODAY);
    expect(rows).toMatchObject([{ outcome: 'imported' }]);
  });

  it('with endless words are warned about in a few', async () => {
    const { warnings } = await readRows([anUpdate(0, { contact_type: 'x'.repeat(10_000) })]);
    expect(warnings.join().length).toBeLessThan(200);
  });

  it('with unknown words are warned about once', async () => {
    const { warnings } = await readRows([anUpdate(0, { contact_type: 'Fax' }), anUpdate(1, { contact_type: 'Fax' })]);
    expect(warnings).toEqual(['contact_type "Fax": not in the mapping; add it under "channels".']);
  });
});

it('numbers that differ in case alone are several incidents, which is said', async () => {
  const { incidents, warnings } = await readRows([
    aRow({ number: 'INC0001' }),
    aRow({ number: 'inc0001', sys_mod_count: '1' }),
    aRow({ number: 'INC0002' }),
  ]);
  expect(incidents).toHaveLength(3);
  expect(warnings.join()).toContain(
    'Numbers that differ in upper and lower case alone are different incidents: INC0001 and inc0001.',
  );
  expect(warnings.join()).not.toContain('INC0002');
});
