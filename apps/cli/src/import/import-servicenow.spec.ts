import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  externalId,
  importedFactId,
  importedIncidentId,
  toldIn,
  type HistoryEntry,
  type PersonView,
  type TeamView,
} from '@opsledger/contracts';
import type { HistoryFact } from '@opsledger/incident-history';
import { Api } from '../client/api';
import { Unreachable } from '../client/errors';
import { fakeServer, fakeTerminal, noSleep, type Answer, type Asked, type FakeServer } from '../fake-server.fixture';
import { summary, writeReport } from './import-report';
import { importServiceNow, type ImportRequest } from './import-servicenow';

const LOG = join(__dirname, '../../../../libs/incident-history/fixtures/servicenow-update-log.csv');
const folder = mkdtempSync(join(tmpdir(), 'opsledger-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

let server: FakeServer;
afterEach(() => server.close());

type Listed = readonly Partial<TeamView & PersonView>[];

/** As the incident service does: a fact whose key is known is skipped. The directory has what is given. */
function rememberingService(directory: { teams?: Listed; people?: Listed } = {}) {
  const known = new Map<string, Set<string>>();
  return ({ method, path, body, headers }: Asked): Answer => {
    if (path.endsWith('/history')) return { body: { withdrawals: 0, superseded: [], items: [] } };
    if (method === 'GET')
      return { body: { items: directory[path.startsWith('/v1/teams') ? 'teams' : 'people'] ?? [] } };
    const keys = known.get(path) ?? new Set<string>();
    known.set(path, keys);
    if (headers['if-match'] === '"0"' && keys.size > 0)
      return { status: 412, body: { type: 'urn:x:version-mismatch', detail: 'It is there already.' } };
    const facts: { key: string }[] = body.facts ?? [{ key: 'registered' }];
    const fresh = facts.filter(({ key }) => !keys.has(key));
    for (const { key } of fresh) keys.add(key);
    return { body: { id: path, version: keys.size, position: '1', recorded: fresh.length, imported: fresh.length } };
  };
}

/** One that tells what it has. */
function loggingService() {
  const recorded = new Map<string, HistoryEntry[]>();
  return ({ method, path, body, headers }: Asked): Answer => {
    const record = path.split('/')[3]!;
    const items = recorded.get(record) ?? [];
    if (method === 'GET')
      return items.length > 0 ? { body: { withdrawals: 0, superseded: [], items } } : { status: 404 };
    if (headers['if-match'] === '"0"' && items.length > 0) return { status: 412, body: { type: 'version-mismatch' } };
    const known = new Set(items.map(({ id }) => id));
    const fresh = (body.facts as HistoryFact[]).filter(({ key }) => !known.has(importedFactId(record, key, 0)));
    for (const { key, type, at, by, data, row } of fresh)
      items.push({
        id: importedFactId(record, key, 0),
        type,
        revision: 1,
        occurredAt: at,
        recordedAt: at,
        by: { ...by, kind: 'person' },
        ...toldIn(data),
        imported: { batch: body.batch, source: 'servicenow', row },
      });
    recorded.set(record, items);
    return { body: { id: record, version: items.length, position: '1', recorded: 1, imported: fresh.length } };
  };
}

async function start(answer: (asked: Asked, nth: number) => Answer) {
  server = await fakeServer(answer);
  const terminal = fakeTerminal();
  const api = new Api({ url: server.url, token: 't', sleep: noSleep });
  const begin = (request: Partial<ImportRequest> = {}) =>
    importServiceNow(
      { file: LOG, dryRun: false, directory: false, ...request },
      { api, terminal, clock: () => new Date('2026-01-01T00:00:00Z') },
    );
  const run = async (request: Partial<ImportRequest> = {}) => {
    const { report, endedBy } = await begin(request);
    if (endedBy) throw endedBy;
    return report;
  };
  return { begin, run, terminal };
}

const adding = ({ imported, merged, contradictory, refused }: Record<string, number>) =>
  imported! + merged! + contradictory! + refused!;

test('a dry run reads everything, asks what is recorded and sends nothing', async () => {
  const { run, terminal } = await start(rememberingService());
  const report = await run({ dryRun: true });
  expect(report).toMatchObject({
    complete: true,
    rows: 362,
    incidents: 60,
    refused: 0,
    unfinished: 0,
    recorded: 0,
    dryRun: true,
  });
  expect(adding({ ...report } as never)).toBe(report.rows);
  expect(server.asked.every(({ method, path }) => method === 'GET' && path.endsWith('/history'))).toBe(true);
  expect(report.warnings.join()).not.toContain('recorded');
  expect(terminal.written.err).toMatch(/^Comparing incidents 6\/60\n[^]*\nComparing incidents 60\/60\n$/);
  expect(summary(report)).toContain('This was a dry run: nothing was sent.');
});

describe('a dry run of a file that an earlier import tells otherwise', () => {
  const file = join(folder, 'mended.csv');
  const header = 'number,state,updated,updated_by,assignment_group\n';
  const told = (group: string) => `${header}INC1,New,2016-03-01 08:00,ada,${group}\n`;

  test('says so of the row, as importing it would', async () => {
    writeFileSync(file, told('Network'));
    const { run } = await start(loggingService());
    await run({ file, batch: 'one' });
    writeFileSync(file, told('Storage'));
    const plan = await run({ file, batch: 'two', dryRun: true });
    expect(plan).toMatchObject({ contradictory: 1, recorded: 0, alreadyRecorded: plan.facts });
    expect(plan.perRow[0]!.why).toContain('was recorded before by batch one');
    expect((await run({ file, batch: 'two' })).perRow).toEqual(plan.perRow);
    expect(summary(plan)).toContain('0 facts to record, 2 facts known before. This was');
  });

  test('counts what is new as importing it would, also where it is told otherwise than by a file with gaps', async () => {
    const [head, ...rows] = readFileSync(LOG, 'utf8').trimEnd().split('\n');
    writeFileSync(file, [head, ...rows.filter((_, place) => place % 2 === 0)].join('\n'));
    const { run } = await start(loggingService());
    await run({ file, batch: 'one' });
    const plan = await run({ batch: 'two', dryRun: true });
    const report = await run({ batch: 'two' });
    expect(plan.superseded).toBeGreaterThan(0);
    expect(plan.facts - plan.alreadyRecorded).toBe(report.recorded);
    expect(summary(plan)).toContain(
      `${report.recorded} facts to record, ${report.alreadyRecorded} facts known before. ` +
        `${plan.superseded} facts of earlier imports would be left out: this file is fuller and shows that they were not so.`,
    );
  });

  test('leaves nothing out for a file that tells nothing new: the server does not, as nobody could undo it', async () => {
    const story = (group: string) => `${told('Network')}INC1,Active,2016-03-01 09:00,ada,${group}\n`;
    writeFileSync(file, story('Storage'));
    const { run } = await start(loggingService());
    await run({ file, batch: 'one' });
    writeFileSync(file, story('Network'));
    const plan = await run({ file, batch: 'two', dryRun: true });
    const report = await run({ file, batch: 'two' });
    expect(report).toMatchObject({ contradictory: 1, recorded: 0, superseded: 0 });
    expect(plan).toMatchObject({ contradictory: 1, superseded: 0, perRow: report.perRow });
  });

  test('and without a server says that it does not know', async () => {
    writeFileSync(file, told('Network'));
    const { run } = await start(() => 'hang up');
    const plan = await run({ file, dryRun: true });
    expect(plan).toMatchObject({ imported: 1, contradictory: 0 });
    expect(plan.warnings.join()).toContain('What is recorded of these incidents already is not known');
    expect(plan.warnings.at(-1)).toMatch(/does not answer at .* Start it with `npm start`, or say where it is/);
  });
});

test('sends each incident once, to the id that follows from its number', async () => {
  const { run } = await start(rememberingService());
  const report = await run({ batch: 'one' });
  const sent = server.asked.filter(({ method }) => method === 'POST');
  expect(sent).toHaveLength(60);
  expect(sent.map(({ path }) => path)).toContain(
    `/v1/incidents/${importedIncidentId('servicenow', 'INC0003001')}/import`,
  );
  expect(sent[0]!.body).toMatchObject({ source: 'servicenow', batch: 'one' });
  expect(report.recorded).toBe(report.facts);
  expect(adding({ ...report } as never)).toBe(report.rows);
});

test('a second run records nothing and says so', async () => {
  const { run } = await start(rememberingService());
  const first = await run();
  const second = await run();
  expect(second).toMatchObject({ batch: first.batch, recorded: 0, alreadyRecorded: first.recorded });
  expect(summary(second)).toContain('Nothing new');
});

test('an import that only leaves out what others told has changed something, and says how to undo it', async () => {
  const { run } = await start(rememberingService());
  await run({ batch: 'one' });
  const told = summary({ ...(await run({ batch: 'one' })), superseded: 2 });
  expect(told).not.toContain('Nothing new');
  expect(told).toContain('2 facts of earlier imports left out');
  expect(told).toContain('Undo with: opsledger import undo one');
});

test('goes on through broken connections and busy answers', async () => {
  const remember = rememberingService();
  const { run } = await start((asked, nth) =>
    nth > 1 && nth % 7 === 0 ? 'hang up' : nth % 11 === 0 ? { status: 503 } : remember(asked),
  );
  const report = await run();
  expect(report.recorded + report.alreadyRecorded).toBe(report.facts);
  expect(report.refusedIncidents).toEqual([]);
});

test('an incident the server will not have is told row by row; the others are recorded', async () => {
  const id = importedIncidentId('servicenow', 'INC0003008');
  const remember = rememberingService();
  const { run } = await start((asked) =>
    asked.path.includes(id)
      ? { status: 409, body: { type: 'urn:x:imported-by-another-batch', detail: 'Another batch brought it.' } }
      : remember(asked),
  );
  const report = await run();
  expect(report.refusedIncidents).toEqual([{ number: 'INC0003008', id, why: 'Another batch brought it.' }]);
  const rows = report.perRow.filter(({ number }) => number === 'INC0003008');
  expect(rows.length).toBe(report.refused);
  expect(rows[0]?.why).toContain('Another batch brought it.');
  expect(adding({ ...report } as never)).toBe(report.rows);
});

test('a server that goes away ends the import; every row up to there is accounted for, and the others are told', async () => {
  const remember = rememberingService();
  const { begin } = await start((asked, nth) => (nth > 40 ? 'hang up' : remember(asked)));
  const { report, endedBy } = await begin();
  expect(endedBy).toBeInstanceOf(Unreachable);
  expect(report).toMatchObject({ complete: false, rows: 362, recorded: expect.any(Number), incidents: 40 });
  expect(report.unfinished).toBeGreaterThan(0);
  expect(adding({ ...report } as never) + report.unfinished).toBe(report.rows);
  expect(report.perRow.map(({ row }) => row)).toEqual(Array.from({ length: 362 }, (_, at) => at + 1));
  expect(report.perRow.filter(({ outcome }) => outcome === 'unfinished')[0]).toMatchObject({
    number: null,
    why: expect.stringContaining('the import ended before'),
  });
  expect(summary(report)).toContain('Undo with: opsledger import undo');
});

test('an import that ended before anything was recorded does not call all of it known', async () => {
  const { begin } = await start(() => ({ status: 403, body: { detail: 'This needs the role admin.' } }));
  const { report } = await begin();
  expect(report).toMatchObject({ complete: false, recorded: 0, unfinished: report.rows });
  expect(summary(report)).not.toContain('Nothing new');
});

test('without permission nothing more is sent', async () => {
  const { run } = await start(() => ({ status: 403, body: { detail: 'This needs the role admin.' } }));
  await expect(run()).rejects.toThrow('This needs the role admin.');
  expect(server.asked.length).toBeLessThan(40);
});

test('teams and people become known to the directory, each once, under the ids the facts use', async () => {
  const { run } = await start(rememberingService());
  await run({ directory: true });
  const named = server.asked.filter(({ method }) => method === 'PUT').map(({ path }) => path);
  expect(named.length).toBeGreaterThan(10);
  expect(new Set(named).size).toBe(named.length);
  const facts = server.asked.flatMap(({ body }) => body?.facts ?? []);
  const team = facts.find(({ type }) => type === 'IncidentAssigned').data.assignment.after.team;
  expect(named).toContain(`/v1/teams/${team.id}`);
});

test('a name that is longer than the directory keeps is cut, and shows it', async () => {
  const file = join(folder, 'long-names.csv');
  const long = '💾'.repeat(250);
  writeFileSync(file, `number,state,updated,updated_by,assignment_group\nINC1,New,2016-03-01,ada,${long}\n`);
  const { run } = await start(rememberingService());
  await run({ file, directory: true });
  const named = server.asked.filter(({ method }) => method === 'PUT').map(({ body }) => body.name);
  expect(named).toContain(`${'💾'.repeat(199)}…`);
});

test('a directory that will not have somebody does not stop the import', async () => {
  const remember = rememberingService();
  const { run } = await start((asked) =>
    asked.path.startsWith('/v1/teams/')
      ? { status: 409, body: { detail: 'There is a team of that name.' } }
      : remember(asked),
  );
  const report = await run({ directory: true });
  expect(report.refused).toBe(0);
  expect(report.warnings.join()).toContain('is not in the directory: There is a team of that name.');
});

describe('teams and people that the directory has already', () => {
  const file = join(folder, 'known.csv');
  writeFileSync(
    file,
    [
      'number,state,updated,updated_by,assignment_group,assigned_to,caller',
      'INC1,New,2016-03-01 08:00,ada,Network,,grace@example.org',
      'INC1,Active,2016-03-01 09:00,ada,Servers,grace@example.org,grace@example.org',
    ].join('\n'),
  );
  const network = { id: 'made-by-hand', name: 'Network', active: true };
  const ada = { id: 'p-ada', name: 'Ada', email: 'a@example.org', oidcSubject: 'ada', active: true };
  const grace = { id: 'p-grace', name: 'Grace', email: 'Grace@example.org', oidcSubject: null, active: true };
  const own = (kind: 'team' | 'person', name: string) => ({ id: externalId('servicenow', kind, name), name });

  const sent = () => server.asked.flatMap(({ body }) => (body?.facts ?? []) as HistoryFact[]);
  const assignments = () =>
    sent().flatMap((fact) => (fact.type === 'IncidentAssigned' ? [fact.data.assignment.after] : []));
  const made = () => server.asked.filter(({ method }) => method === 'PUT').map(({ body }) => body.name);

  test('stand for the names of the file', async () => {
    const { run } = await start(rememberingService({ teams: [network], people: [ada, grace] }));
    const report = await run({ file, directory: true });
    const [her, team] = [
      { id: 'p-grace', name: 'Grace' },
      { id: 'made-by-hand', name: 'Network' },
    ];
    expect(assignments()).toEqual([
      { team, person: null },
      { team: own('team', 'Servers'), person: her },
    ]);
    expect(sent()[0]).toMatchObject({ type: 'IncidentLogged', data: { caller: her } });
    expect(sent().at(-1)!.by).toEqual({ id: 'p-ada', name: 'Ada' });
    expect(made().sort()).toEqual(['Servers', 'servicenow']);
    expect(report.warnings.at(-1)).toBe(
      '3 names of the file stand for what the directory has already: person grace@example.org (Grace), person ada (Ada), team Network.',
    );
  });

  test('are told in a dry run, which asks and sends nothing', async () => {
    const { run } = await start(rememberingService({ teams: [network] }));
    const report = await run({ file, directory: true, dryRun: true });
    expect(report.warnings.at(-1)).toContain(
      '1 name of the file stands for what the directory has already: team Network',
    );
    expect(server.asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  test('are not known to a dry run without a server, which says so', async () => {
    const { run } = await start(() => 'hang up');
    const report = await run({ file, directory: true, dryRun: true });
    expect(report).toMatchObject({ rows: 2, imported: 2 });
    expect(report.warnings.join()).toContain('Which teams and people the directory has already is not known');
  });

  test('are not meant by a name of theirs that they have no more, or that is the name of two', async () => {
    const { run } = await start(
      rememberingService({
        teams: [{ ...network, active: false }],
        people: [
          { ...ada, oidcSubject: 'ADA' },
          grace,
          { ...ada, id: 'p-other', name: 'Other', oidcSubject: 'grace@example.org' },
        ],
      }),
    );
    const report = await run({ file, directory: true });
    expect(assignments()).toEqual([
      { team: own('team', 'Network'), person: null },
      { team: own('team', 'Servers'), person: own('person', 'grace@example.org') },
    ]);
    expect(sent().at(-1)!.by).toEqual(own('person', 'ada'));
    expect(report.warnings).toContain(
      '"grace@example.org" may be Grace or Other of the directory: neither was taken. Give it as the e-mail address or sign-in of one of them alone.',
    );
  });

  test('do not stand for what an import made known before', async () => {
    const { run } = await start(
      rememberingService({ teams: [network, { ...own('team', 'Network'), name: 'Networks' }] }),
    );
    await run({ file, directory: true });
    expect(assignments()[0]!.team).toEqual(own('team', 'Network'));
  });

  test('do not make facts new that were recorded before they were there', async () => {
    const directory: { teams?: Listed; people?: Listed } = {};
    const { run } = await start(rememberingService(directory));
    await run({ file, directory: true });
    Object.assign(directory, { teams: [network], people: [ada, grace] });
    expect(await run({ file, directory: true })).toMatchObject({ recorded: 0, refused: 0 });
  });

  test('are left alone when that was asked for', async () => {
    const { run } = await start(rememberingService({ teams: [network] }));
    await run({ file });
    expect(assignments()[0]!.team).toEqual(own('team', 'Network'));
    expect(server.asked.every(({ method }) => method === 'POST')).toBe(true);
  });
});

test('the report is JSON with every row', async () => {
  const { run } = await start(rememberingService());
  const report = await run();
  const path = join(folder, 'report.json');
  await writeReport(path, report);
  const read = JSON.parse(readFileSync(path, 'utf8'));
  expect(read).toEqual(JSON.parse(JSON.stringify(report)));
  expect(read.perRow).toHaveLength(read.rows);
  expect(read.file).toMatchObject({
    name: 'servicenow-update-log.csv',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('a file in another encoding and without sense is read, accounted for and told', async () => {
  const path = join(folder, 'latin1.csv');
  writeFileSync(
    path,
    Buffer.from(
      'number;state;updated\nINC1;New;01-03-2016 08:00\n;New;01-03-2016 08:00\nINC2;Gel\xf6st;soon\n',
      'latin1',
    ),
  );
  const { run } = await start(() => ({}));
  const report = await run({ file: path, dryRun: true });
  expect(report).toMatchObject({ rows: 3, incidents: 1, imported: 1, refused: 2 });
  expect(report.warnings[0]).toBe('The file is not UTF-8; it was read as windows-1252.');
  expect(report.warnings.join()).toContain('"Gelöst": not in the mapping');
});

test('a file in UTF-16 without a mark is read as what it is', async () => {
  const path = join(folder, 'utf-16.csv');
  writeFileSync(path, Buffer.from('number,incident_state,sys_updated_at\nINC1,New,01-03-2016 08:00\n', 'utf16le'));
  const { run } = await start(() => ({}));
  const report = await run({ file: path, dryRun: true });
  expect(report).toMatchObject({ rows: 1, imported: 1 });
  expect(report.warnings[0]).toBe('The file is not UTF-8; it was read as utf-16le.');
});

test('a dry run refuses the rows that the import refuses', async () => {
  const file = join(folder, 'long.csv');
  const number = 'INC'.padEnd(10_000, '7');
  writeFileSync(file, `number,state,updated\nINC1,New,2016-03-01\n${number},New,2016-03-01\n`);
  const { run } = await start(rememberingService());
  const [plan, report] = [await run({ file, dryRun: true }), await run({ file })];
  expect(plan).toMatchObject({ rows: 2, incidents: 1, refused: 1, facts: report.facts });
  expect(report.perRow).toEqual(plan.perRow);
  expect(report.refusedIncidents).toEqual([]);
  expect(summary(report)).not.toContain(number);
});

test.each([' ', 'x'.repeat(101), ''])(
  'a batch cannot be named "%s": refused before anything is read',
  async (batch) => {
    const { run } = await start(() => ({}));
    for (const dryRun of [true, false])
      await expect(run({ file: join(folder, 'none.csv'), batch, dryRun })).rejects.toThrow(
        /^"x*…?\s*" cannot name an import: a name has 1 to 100 characters, and they are not all blank\.$/,
      );
    expect(server.asked).toEqual([]);
  },
);

test('priorities that follow from impact and urgency are counted, and a dry run counts them alike', async () => {
  const path = join(folder, 'without-priority.csv');
  const rows = [
    'INC1,New,01-03-2016 08:00,1 - High,2 - Medium',
    'INC1,Active,01-03-2016 09:00,3 - Low,2 - Medium',
    'INC2,New,01-03-2016 08:00,2 - Medium,2 - Medium',
    'INC3,New,01-03-2016 08:00,,',
  ];
  writeFileSync(path, ['number,incident_state,sys_updated_at,impact,urgency', ...rows].join('\n'));
  const { run } = await start(rememberingService());
  const planned = await run({ file: path, dryRun: true });
  const report = await run({ file: path });
  expect([planned.derivedPriorities, report.derivedPriorities]).toEqual([3, 3]);
  for (const it of [planned, report])
    expect(summary(it)).toContain(
      '! 3 priorities are not in the file: worked out from impact and urgency by the default matrix (version 1).',
    );
  expect(summary(await run({ dryRun: true }))).not.toContain('not in the file');
});

test('a mapping may come through a pipe', async () => {
  const { run } = await start(() => ({}));
  const mapping = join(folder, 'mapping.pipe');
  execFileSync('mkfifo', [mapping]);
  spawn('sh', ['-c', `echo '{"source":"elsewhere"}' > ${mapping}`]);
  await expect(run({ mapping, dryRun: true })).resolves.toMatchObject({ source: 'elsewhere' });
});

/** A log whose incidents name the same few records. */
function namingLog(): string {
  const file = join(folder, 'naming.csv');
  writeFileSync(
    file,
    [
      'number,incident_state,sys_updated_at,cmdb_ci,problem_id,rfc,caused_by',
      'INC1,New,01-03-2016 08:00,ci 31,Problem ID  2,CHG0000047,?',
      'INC1,Active,01-03-2016 09:00,ci 31,Problem ID  3,CHG0000047,?',
      'INC2,New,01-03-2016 08:00,ci 31,Problem ID  2,?,CHG0000132',
    ].join('\n'),
  );
  return file;
}

test('what incidents name gets a record, each once and before the links to it', async () => {
  const { run } = await start(rememberingService());
  const file = namingLog();
  const report = await run({ file, batch: 'one' });
  const stubs = server.asked.filter(({ method }) => method === 'PUT');
  expect(stubs.map(({ body }) => body.number).sort()).toEqual([
    'CHG0000047',
    'CHG0000132',
    'Problem ID 2',
    'Problem ID 3',
    'ci 31',
  ]);
  expect(new Set(stubs.map(({ path }) => path)).size).toBe(stubs.length);
  expect(report.stubs).toEqual({ named: stubs.length, recorded: stubs.length });
  for (const [place, { method, body }] of server.asked.entries()) {
    if (method !== 'POST') continue;
    for (const { type, data } of body.facts) {
      if (type !== 'IncidentLinked' || data.kind === 'parent') continue;
      const made = server.asked.findIndex(({ path }) => path.endsWith(`/${data.target.id}/import`));
      expect([data.kind, made >= 0 && made < place]).toEqual([data.kind, true]);
      expect(server.asked[made]!.body).toMatchObject({ source: 'servicenow', number: data.target.name, batch: 'one' });
    }
  }
  const again = await run({ file, batch: 'one' });
  expect(again.stubs).toEqual({ named: stubs.length, recorded: 0 });
});

test('the dry run counts what incidents name as the import does', async () => {
  const { run } = await start(rememberingService());
  const file = namingLog();
  const plan = await run({ file, dryRun: true });
  const { stubs } = await run({ file });
  expect(plan.stubs).toEqual({ named: stubs.named, recorded: 0 });
  expect(summary(plan)).toContain(
    'to record. 5 problems, changes and items are named by incidents: those without a record get one. This was',
  );
  expect(summary(await run({ dryRun: true }))).not.toContain('named by incidents');
});

test('a name that gets no record is told; the incident is recorded all the same', async () => {
  const remember = rememberingService();
  const { run } = await start((asked) =>
    asked.path.startsWith('/v1/problems')
      ? { status: 422, body: { type: 'urn:x:import-id-mismatch', detail: 'It has another id.' } }
      : remember(asked),
  );
  const report = await run({ file: namingLog() });
  expect(report.refused).toBe(0);
  expect(report.warnings.join()).toContain('is named by incidents and has no record: It has another id.');
});
