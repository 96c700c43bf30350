import { DEFAULT_PRIORITY_MATRIX, externalId } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { MONA, NETWORK, runningProblems, type RunningProblems } from './problem.fixture';

let problems: RunningProblems;
beforeAll(async () => (problems = await runningProblems()));
afterAll(() => problems.stop());

const HOUR = 3_600_000;
let counter = 0;
const unique = (name: string) => `${name}${(counter += 1)}`;
const log = (data: object = {}) =>
  problems.command('LogProblem', undefined, { title: 'Printers catch fire', impact: 2, urgency: 2, ...data });
const give = (type: string, { id }: { id: string }, data: object = {}) => problems.command(type, id, data);
const get = ({ id }: { id: string }, params: object = {}) => problems.query('GetProblem', { id, ...params });
const referenceTo = ({ id, number }: { id: string; number?: string }) => ({ id, name: number! });
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
const ordersTo = (id: string) =>
  problems.ordered.filter((it) => it.id === id).map(({ type, data }) => ({ type, data }));
const now = () => problems.clock.now().toISOString();

async function resolved(it: { id: string }) {
  await give('InvestigateProblem', it);
  await give('RecordRootCause', it, { rootCause: 'Paper jams.', category: 'hardware_failure' });
  await give('PlanProblemFix', it, { fix: 'New rollers.', change: { id: 'c-1', name: 'CHG1' } });
  await give('ResolveProblem', it, { notes: 'Replaced.' });
}

describe('the priority of a problem', () => {
  let revisions = 1;
  const revise = (priority: string) =>
    problems.told(streamOf('incidentsettings', 'settings'), 'PriorityMatrixRevised', {
      matrix: {
        before: DEFAULT_PRIORITY_MATRIX,
        after: { ...DEFAULT_PRIORITY_MATRIX, 2: { 1: 'P1', 2: priority, 3: priority } },
      },
      matrixVersion: (revisions += 1),
    });
  const latest = async (it: { id: string }) =>
    (await problems.query('GetProblemHistory', { id: it.id })).items.at(-1).data;
  afterAll(() => revise('P3'));

  test('is that of the matrix which incidents have, as it is in force when it is logged or assessed', async () => {
    const before = await log();
    await revise('P1');
    const after = await log();
    expect([(await get(before)).priority, (await get(after)).priority]).toEqual(['P3', 'P1']);
    expect(await latest(after)).toMatchObject({ matrixVersion: revisions });
    await give('AssessProblem', before, { impact: 2, urgency: 3 });
    expect((await get(before)).priority).toBe('P1');
    expect(await latest(before)).toMatchObject({ matrixVersion: revisions });
  });

  test('is so, too, where an accepted trend asks for the problem', async () => {
    await revise('P2');
    const it = { title: 'Again', impact: 2, urgency: 2, number: unique('PRB900000') };
    const { id } = await problems.command('LogTrendProblem', undefined, { ...it, trend: { id: 't', name: 'TRN1' } });
    expect((await get({ id })).priority).toBe('P2');
  });
});

describe('one problem', () => {
  test('is told with its investigation, by id or number, now and as it was', async () => {
    const it = await log({ cis: [{ id: 'ci-p', name: 'printer' }], assign: { teamId: NETWORK.id, personId: MONA.id } });
    const before = now();
    problems.clock.advance(HOUR);
    await give('NoteInvestigation', it, { body: 'Smells.' });
    await give('AnswerWhy', it, { why: 'Why fire?', because: 'Heat.' });
    await give('RecordWorkaround', it, { workaround: 'Use the stairs.' });
    await resolved(it);
    await give('CloseProblem', it);
    const shown = await get(it);
    expect(shown).toMatchObject({
      number: expect.stringMatching(/^PRB\d{7}$/),
      state: 'closed',
      ending: 'fixed',
      priority: 'P3',
      team: NETWORK,
      assignee: MONA,
      knownError: true,
      workaroundDetails: { text: 'Use the stairs.', revision: 1, by: MONA },
      rootCause: { text: 'Paper jams.', category: 'hardware_failure' },
      fix: 'New rollers.',
      notes: [{ body: 'Smells.' }],
      whys: [{ why: 'Why fire?', because: 'Heat.' }],
      links: [
        { kind: 'affected_ci', target: { id: 'ci-p', name: 'printer' } },
        { kind: 'fixed_by_change', target: { id: 'c-1', name: 'CHG1' } },
      ],
      version: 12,
    });
    expect(await get({ id: it.number! })).toEqual(shown);
    expect(await get(it, { asOf: before })).toMatchObject({ state: 'logged', knownError: false, version: 3 });
    const { items } = await problems.query('GetProblemHistory', { id: it.id });
    expect(items).toHaveLength(12);
    await expect(get({ id: 'PRB9999999' })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  });

  test('bad input is refused and writes nothing', async () => {
    await expect(log({ impact: 7 })).rejects.toMatchObject({ status: 400 });
    await expect(log({ assign: { teamId: 't-none' } })).rejects.toMatchObject({ status: 422, code: 'team-unknown' });
    const it = await log();
    await expect(give('AcceptProblemRisk', it)).rejects.toMatchObject({ status: 400 });
    await expect(give('CloseProblem', it)).rejects.toMatchObject({ status: 409, code: 'move-not-permitted' });
    const link = (id: string) => give('LinkProblem', it, { kind: 'related_problem', target: { id } });
    await expect(link('PRB9999999')).rejects.toMatchObject({ code: 'link-target-unknown' });
    await expect(link(it.number!)).rejects.toMatchObject({ code: 'link-to-itself' });
    expect((await get(it)).version).toBe(1);
    const other = await log();
    await link(other.number!);
    expect((await get(it)).links).toEqual([{ kind: 'related_problem', target: referenceTo(other) }]);
  });
});

test('lists are filtered, searched and paged', async () => {
  const category = unique('category');
  const word = unique('zylinder');
  const one = await log({ category, title: `The ${word} burns`, impact: 1, urgency: 1 });
  const two = await log({ category, assign: { teamId: NETWORK.id } });
  await give('RecordWorkaround', one, { workaround: `Marzipan${counter}, or (16.2) on web-01.example.com` });
  const filters: [object, string[]][] = [
    [{ knownError: true }, [one.id]],
    [{ knownError: false }, [two.id]],
    [{ priority: 'P1' }, [one.id]],
    [{ state: 'logged,closed', sort: 'priority' }, [one.id, two.id]],
    [{ state: 'resolved' }, []],
    [{ teamId: NETWORK.id }, [two.id]],
    [{ q: `burning ${word}` }, [one.id]],
    [{ q: `marzipan${counter}` }, [one.id]],
    [{ q: one.number }, [one.id]],
    [{ q: 'example.com 16.2' }, [one.id]],
    [{ q: `& | !` }, []],
  ];
  for (const [filter, expected] of filters)
    expect({ filter, ids: idsOf(await problems.query('ListProblems', { category, ...filter })) }).toEqual({
      filter,
      ids: expected,
    });
  const first = await problems.query('ListProblems', { category, sort: 'number', limit: 1 });
  const second = await problems.query('ListProblems', { category, sort: 'number', limit: 1, after: first.next });
  expect([...idsOf(first), ...idsOf(second)]).toEqual([one.id, two.id]);
});

test('lists find words that very many problems have in their order, page after page, with every other filter', async () => {
  const word = unique('flood');
  const category = unique('category');
  const ids: string[] = [];
  while (ids.length < 1_010) {
    const some = await Promise.all(
      Array.from({ length: 101 }, () => log({ title: word, ...(ids.length === 0 && { category }) })),
    );
    ids.push(...some.map(({ id }) => id));
  }
  const paged: string[] = [];
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await problems.query('ListProblems', { q: word, sort: 'number', limit: 400, ...(after && { after }) });
    paged.push(...idsOf(page));
    after = page.next;
  }
  expect(paged).toHaveLength(1_010);
  expect([...paged].sort()).toEqual([...ids].sort());
  const inCategory = await problems.query('ListProblems', { q: word, sort: 'number', category, limit: 200 });
  expect(idsOf(inCategory)).toEqual(paged.slice(0, 101));
  expect(idsOf(await problems.query('ListProblems', { q: `${word} nobodywrotethis` }))).toEqual([]);
});

describe('incidents', () => {
  test('are noted and forgotten, and offered the workaround, whenever it comes', async () => {
    const it = await log();
    const [early, late] = [problems.incident(), problems.incident()];
    const problem = referenceTo(it);
    await problems.linked(early, 'problem', problem);
    await problems.linked(early, 'problem', { id: 'PRB-elsewhere', name: 'x' });
    await problems.settle();
    await give('RecordWorkaround', it, { workaround: 'Use the stairs.' });
    await problems.linked(late, 'problem', problem);
    await problems.settle();
    const offer = { type: 'NoteWorkaround', data: { problem, workaround: 'Use the stairs.', workaroundRevision: 1 } };
    expect(ordersTo(early.id)).toEqual([offer]);
    expect(ordersTo(late.id)).toEqual([offer]);
    expect((await get(it)).incidents).toMatchObject([{ incident: { id: early.id } }, { incident: { id: late.id } }]);
    await problems.linked(early, 'problem', problem, 'IncidentUnlinked');
    await problems.settle();
    expect(await get(it)).toMatchObject({ incidentCount: 1, incidents: [{ incident: { id: late.id } }] });
  });

  test('whose import is taken back are forgotten', async () => {
    const it = await log();
    const incident = problems.incident();
    const link = { kind: 'problem', target: referenceTo(it) };
    await problems.linked(incident, link.kind, link.target);
    await problems.settle();
    expect(await get(it)).toMatchObject({ incidentCount: 1 });
    const keys = { number: incident.name };
    const elsewhere = { kind: 'problem', target: { id: 'PRB-elsewhere', name: 'x' } };
    const taken = { keys, batch: 'b-1', reason: null, unlinked: [link, elsewhere] };
    await problems.told(`incident-${incident.id}`, 'IncidentImportWithdrawn', taken);
    await problems.settle();
    expect(await get(it)).toMatchObject({ incidentCount: 0, incidents: [] });
  });

  test('are told when the workaround is withdrawn', async () => {
    const it = await log();
    const incident = problems.incident();
    const problem = referenceTo(it);
    await problems.linked(incident, 'problem', problem);
    await problems.settle();
    await give('RecordWorkaround', it, { workaround: 'Use the stairs.' });
    await give('WithdrawWorkaround', it, { reason: 'They are closed.' });
    await problems.settle();
    expect(ordersTo(incident.id).at(-1)).toEqual({
      type: 'ForgetWorkaround',
      data: { problem, workaroundRevision: 1, reason: 'They are closed.' },
    });
    expect(await get(it)).toMatchObject({ knownError: false, workaround: null, workaroundDetails: null });
    const known = await problems.query('ListProblems', { knownError: true, number: it.number });
    expect(known.items).toEqual([]);
  });

  test('a problem is logged for are linked with it', async () => {
    const incident = problems.incident();
    const it = await log({ incidents: [{ id: incident.id, name: incident.name }] });
    await problems.settle();
    expect(ordersTo(incident.id)).toEqual([
      { type: 'LinkIncident', data: { kind: 'problem', target: referenceTo(it) } },
    ]);
    expect((await get(it)).incidentCount).toBe(1);
  });

  test('opened after the resolution are perhaps recurrences; people say so', async () => {
    const it = await log();
    const before = problems.incident();
    problems.clock.advance(HOUR);
    await resolved(it);
    problems.clock.advance(HOUR);
    const after = problems.incident();
    for (const incident of [before, after]) await problems.linked(incident, 'problem', referenceTo(it));
    await problems.settle();
    expect((await get(it)).possibleRecurrences).toMatchObject([{ incident: { id: after.id } }]);
    await give('RecurProblem', it, { reason: 'Burns again.' });
    expect(await get(it)).toMatchObject({ state: 'investigating', recurrences: 1, possibleRecurrences: [] });
  });
});

describe('trends', () => {
  const rule = { ci: { incidents: 3, days: 30 }, category: { incidents: 4, days: 7 }, everyMinutes: 60 };
  const detect = async () => {
    await problems.settle();
    await problems.command('DetectTrends', undefined);
    await problems.settle();
  };
  const trends = async (params: object = {}) => (await problems.query('ListProblemTrends', params)).items;

  test('of a category are proposed once, and again only with news; accepted, they become a problem', async () => {
    await problems.command('ReviseTrendRule', undefined, rule);
    const category = unique('network');
    const of = async () =>
      (await trends({ kind: 'category' })).filter((it: any) => it.evidence.subject.id === category);
    for (let n = 0; n < 4; n += 1) problems.incident(category);
    await detect();
    await detect();
    const [first, ...none] = await of();
    expect(none).toEqual([]);
    expect(first).toMatchObject({ state: 'proposed', evidence: { threshold: 4, ruleVersion: 2 } });
    await problems.command('DismissProblemTrend', first.id, { reason: 'A drill.' });
    await detect();
    expect(await of()).toHaveLength(1);
    problems.clock.advance(60_000);
    problems.incident(category);
    await detect();
    const [second] = await of();
    expect(second).toMatchObject({ state: 'proposed', evidence: { incidents: { length: 5 } } });
    await problems.command('AcceptProblemTrend', second.id, { impact: 1, urgency: 2 });
    await detect();
    const accepted = await problems.query('GetProblemTrend', { id: second.number });
    expect(accepted).toMatchObject({ state: 'accepted', decidedBy: MONA });
    expect(await get(accepted.problem)).toMatchObject({
      number: accepted.problem.name,
      category,
      trend: { id: second.id, name: second.number },
      incidentCount: 5,
      priority: 'P2',
    });
    await expect(problems.command('DismissProblemTrend', second.id, { reason: 'Late.' })).rejects.toMatchObject({
      status: 409,
      code: 'move-not-permitted',
    });
    expect(await of()).toHaveLength(2);
  });

  test('of a configuration item: what was opened in the period and points at no problem counts', async () => {
    const ci = { id: unique('ci-'), name: 'router' };
    const of = async () => (await trends({ kind: 'ci' })).filter((it: any) => it.evidence.subject.id === ci.id);
    const old = problems.incident();
    problems.clock.advance(40 * 24 * HOUR);
    const [one, two, three] = [problems.incident(), problems.incident(), problems.incident()];
    for (const incident of [old, one, two, three]) await problems.linked(incident, 'affected_ci', ci);
    await problems.linked(three, 'problem', { id: 'elsewhere', name: 'P' });
    await detect();
    expect(await of()).toEqual([]);
    const four = problems.incident();
    await problems.linked(four, 'affected_ci', ci);
    await detect();
    const [{ evidence }] = await of();
    expect(evidence.incidents.map(({ id }: { id: string }) => id).sort()).toEqual([one.id, two.id, four.id].sort());
    expect(evidence.subject).toEqual(ci);
  });

  test('are looked for when a timer wakes it, once however many facts set it, and from then on again and again', async () => {
    const category = unique('disk');
    for (let n = 0; n < 4; n += 1) problems.incident(category);
    await problems.told(`team-${crypto.randomUUID()}`, 'TeamFormed', {});
    await problems.told(`team-${crypto.randomUUID()}`, 'TeamFormed', {});
    await problems.settle();
    expect((await problems.timers()).filter(({ key }) => key.startsWith('wake'))).toHaveLength(1);
    await problems.restart(() => problems.clock.advance(5 * HOUR));
    await problems.settle();
    expect((await trends()).some((it: any) => it.evidence.subject.id === category)).toBe(true);
    const [timer, ...none] = await problems.timers();
    expect(none).toEqual([]);
    expect(timer!.due.getTime()).toBe(problems.clock.now().getTime() + HOUR);
    await problems.command('ReviseTrendRule', undefined, { ...rule, ci: null, category: null });
    await problems.settle();
    expect(await problems.timers()).toEqual([]);
    expect(await problems.query('GetProblemSettings')).toMatchObject({
      ruleVersion: 3,
      trends: { ci: null },
      version: 2,
    });
  });
});

test('what wakes the search for trends does not put it off', async () => {
  const rule = { ci: { incidents: 3, days: 30 }, category: null, everyMinutes: 15 };
  await problems.command('ReviseTrendRule', undefined, rule);
  await problems.settle();
  const due = new Date(problems.clock.now().getTime() + 15 * 60_000);
  const dues = async () => (await problems.timers()).map((timer) => timer.due);
  expect(await dues()).toContainEqual(due);
  problems.clock.advance(60_000);
  await problems.told(`team-${crypto.randomUUID()}`, 'TeamFormed', {});
  await problems.settle();
  expect(await dues()).toContainEqual(due);
});

test('a problem that an import names is listed as such, until it is withdrawn', async () => {
  const name = unique('Problem ID ');
  const id = externalId('servicenow', 'problem', name);
  const bring = (batch: string) =>
    problems.command('ImportProblemStub', id, {
      source: 'servicenow',
      number: name,
      batch,
      row: 3,
      at: '2016-02-29T01:16:00Z',
    });
  const imported = async () => idsOf(await problems.query('ListProblems', { imported: true }));
  expect(await bring('b-1')).toMatchObject({ recorded: 1 });
  expect(await bring('b-2')).toMatchObject({ recorded: 0 });
  const incident = problems.incident();
  await problems.linked(incident, 'problem', { id, name });
  await problems.settle();
  const shown = await get({ id });
  expect(shown).toMatchObject({
    title: name,
    external: { source: 'servicenow', number: name },
    importedOnly: true,
    openedAt: '2016-02-29T01:16:00.000Z',
    incidents: [{ incident: referenceTo({ id: incident.id, number: incident.name }) }],
  });
  expect(await imported()).toEqual([id]);
  await problems.command('WithdrawProblemStub', id, { batch: 'b-1' });
  expect(await imported()).toEqual([]);
  await expect(get({ id })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  await bring('b-3');
  expect(await get({ id })).toMatchObject({ number: shown.number, incidents: [], importedOnly: true });
  await give('NoteInvestigation', { id }, { body: 'Known since long.' });
  expect(await get({ id })).toMatchObject({ importedOnly: false, external: { number: name } });
  expect(await imported()).toEqual([id]);
  await expect(problems.command('WithdrawProblemStub', id, { batch: 'b-3' })).rejects.toMatchObject({
    status: 409,
    code: 'worked-on-since-import',
  });
});
