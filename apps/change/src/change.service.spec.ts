import { CHANGE_SETTINGS_ID, externalId } from '@opsledger/contracts';
import {
  ADA,
  CAB1,
  CAB2,
  CARLA,
  MAX,
  NETWORK,
  referenceTo,
  runningChanges,
  type RunningChanges,
} from './change.fixture';
import type { Somebody } from '@opsledger/service-testing';

let changes: RunningChanges;
beforeAll(async () => (changes = await runningChanges()));
afterAll(() => changes.stop());

const NOW = '2026-03-02T09:00:00.000Z';
const TIMES = { plannedStart: '2026-03-05T20:00:00.000Z', plannedEnd: '2026-03-05T22:00:00.000Z' };
let day = 0;
/** A day of its own for every test, so that they do not get in each other's way. */
const ownTimes = () => {
  day += 1;
  const date = new Date(Date.parse('2027-01-01T00:00:00Z') + day * 86_400_000).toISOString().slice(0, 10);
  return { plannedStart: `${date}T20:00:00.000Z`, plannedEnd: `${date}T22:00:00.000Z` };
};
const draft = (data: object = {}, by: Somebody = ADA) =>
  changes.command('DraftChange', undefined, { type: 'normal', title: 'New database', ...data }, by);
const give = (type: string, id: string, data: object = {}, by: Somebody = ADA) => changes.command(type, id, data, by);
const get = (id: string, params: object = {}, by: Somebody = ADA) => changes.query('GetChange', { id, ...params }, by);
const GROUP = { name: 'CAB', quorum: { kind: 'any' }, approvers: [referenceTo(CAB1), referenceTo(CAB2)] };
const approved = async (id: string) => {
  await give('SubmitChange', id);
  await give('RequestChangeApproval', id, { groups: [GROUP] });
  await give('AnswerChangeApproval', id, { answer: 'approved' }, CAB1);
};

test('from draft to closed, with history, as of, list', async () => {
  const { id, number } = await draft({ ...ownTimes(), assign: { teamId: NETWORK.id, personId: ADA.actor.id } });
  expect(number).toMatch(/^CHG\d{7}$/);
  await approved(id);
  expect(await get(number!)).toMatchObject({ state: 'authorize', approval: 'approved', team: NETWORK });
  await give('ScheduleChange', id);
  await give('AddChangeTask', id, { title: 'Back up' });
  await give('StartChangeImplementation', id);
  await expect(give('FinishChangeImplementation', id, { result: 'successful' })).rejects.toMatchObject({
    code: 'tasks-open',
  });
  await give('CompleteChangeTask', id, { task: '1' });
  await give('FinishChangeImplementation', id, { result: 'backed_out', notes: 'Too slow.' });
  await expect(give('CloseChange', id)).rejects.toMatchObject({ status: 409, code: 'review-required' });
  await give('ReviewChange', id, { summary: 'Larger next time.' });
  await give('CloseChange', id);
  const shown = await get(id);
  expect(shown).toMatchObject({
    state: 'closed',
    result: 'backed_out',
    outcome: { notes: 'Too slow.' },
    closedAt: NOW,
  });
  const history = await changes.query('GetChangeHistory', { id });
  expect(history.items).toHaveLength(shown.version);
  await expect(get(id, { asOf: '2026-01-01T00:00:00Z' })).rejects.toMatchObject({ status: 404, code: 'not-found' });
  const { items } = await changes.query('ListChanges', { state: 'closed', result: 'backed_out', q: 'database' });
  expect(items.map((it: { id: string }) => it.id)).toEqual([id]);
});

test('risk: services of the graph, or that nobody knows', async () => {
  const known = await draft({ cis: [{ id: 'ci-db', name: 'db' }] });
  await give('SubmitChange', known.id);
  const { riskAssessment } = await get(known.id);
  const why = (rule: string) => riskAssessment.contributions.find((it: { rule: string }) => it.rule === rule).why;
  expect(why('affected_services')).toContain('Mail');
  expect(why('criticality')).toContain('critical');
  const unknown = await draft({ cis: [{ id: 'ci-nowhere', name: 'nowhere' }] });
  await give('AssessChangeRisk', unknown.id);
  expect((await get(unknown.id)).riskAssessment.contributions[0].why).toContain('does not know nowhere');
});

test('collisions: found on both, refused, overridden with a reason by a change manager', async () => {
  const times = ownTimes();
  const one = await draft({ ...times, cis: [{ id: 'ci-db', name: 'db' }] });
  const other = await draft({ ...times, cis: [{ id: 'ci-web', name: 'web' }] });
  await changes.settle();
  expect((await get(one.id)).collisionList).toMatchObject([{ kind: 'related_ci', with: { id: other.id } }]);
  await approved(one.id);
  await expect(give('ScheduleChange', one.id)).rejects.toMatchObject({ code: 'collision-unresolved' });
  const override = { overrideCollisions: { reason: 'Agreed.' } };
  await expect(give('ScheduleChange', one.id, override)).rejects.toMatchObject({ status: 403 });
  await give('ScheduleChange', one.id, override, MAX);
  expect(await get(one.id)).toMatchObject({
    state: 'scheduled',
    overrides: [{ reason: 'Agreed.', by: referenceTo(MAX) }],
  });
  await give('CancelChange', other.id, { reason: 'Later.' });
  await changes.settle();
  expect((await get(one.id)).collisionList).toEqual([]);
});

test('a freeze reaches changes that are planned already, and is in the calendar', async () => {
  const { plannedStart, plannedEnd } = ownTimes();
  const { id } = await draft({ plannedStart, plannedEnd });
  const freeze = { name: 'Year end', from: plannedStart, to: plannedEnd, reason: 'Books.' };
  const window = await changes.command('DeclareFreezeWindow', undefined, freeze, MAX);
  await changes.settle();
  expect((await get(id)).collisionList).toMatchObject([{ kind: 'freeze', with: { id: window.id } }]);
  const calendar = await changes.query('GetChangeCalendar', { from: plannedStart, to: plannedEnd });
  expect(calendar.entries.map((it: { id: string }) => it.id).sort()).toEqual([id, window.id].sort());
  await give('ReviseFreezeWindow', window.id, { ...freeze, from: plannedEnd, to: '2999-01-01T00:00:00Z' }, MAX);
  await changes.settle();
  expect((await get(id)).collisionList).toEqual([]);
  await give('ReviseFreezeWindow', window.id, freeze, MAX);
  await changes.settle();
  expect((await get(id)).collisionList).toMatchObject([{ kind: 'freeze', with: { id: window.id } }]);
  await give('WithdrawChangeWindow', window.id, {}, MAX);
  await changes.settle();
  expect((await get(id)).collisionList).toEqual([]);
});

test('standard: scheduled by its template version; an edit revokes', async () => {
  const content = { name: 'Restart', implementationPlan: 'Restart.', backOutPlan: 'Wait.', tasks: ['Warn', 'Restart'] };
  const template = await changes.command('DefineChangeTemplate', undefined, content);
  await give('ApproveChangeTemplate', template.id, { version: 1 }, MAX);
  const make = async () =>
    (await changes.command('DraftStandardChange', undefined, { template: template.number, ...ownTimes() })).id;
  const [first, second] = [await make(), await make()];
  await give('ScheduleChange', first);
  expect(await get(first)).toMatchObject({ state: 'scheduled', type: 'standard', tasks: [{ title: 'Warn' }, {}] });
  await give('ReviseChangeTemplate', template.id, { ...content, implementationPlan: 'Pull the plug.' }, MAX);
  await expect(give('ScheduleChange', second)).rejects.toMatchObject({ code: 'not-approved' });
  await expect(give('ApproveChangeTemplate', template.id, { version: 2 }, MAX)).rejects.toMatchObject({ status: 403 });
  expect(await changes.query('GetChangeTemplate', { id: template.id })).toMatchObject({
    state: 'draft',
    templateVersion: 2,
  });
});

test('CAB: the agenda is what is due, decisions are what approvers answered', async () => {
  const times = ownTimes();
  const { id, number } = await draft(times);
  await give('SubmitChange', id);
  await give('RequestChangeApproval', id, { groups: [GROUP] });
  const meeting = await changes.command(
    'ScheduleCabMeeting',
    undefined,
    { title: 'CAB', startsAt: TIMES.plannedStart, endsAt: TIMES.plannedEnd, attendees: [referenceTo(CAB1)] },
    MAX,
  );
  await give('MakeCabAgenda', meeting.id, { before: times.plannedEnd }, MAX);
  await expect(give('RecordCabDecision', meeting.id, { change: number }, MAX)).rejects.toMatchObject({
    code: 'change-undecided',
  });
  await expect(give('HoldCabMeeting', meeting.id, { minutes: 'Short.' }, MAX)).rejects.toMatchObject({
    code: 'agenda-undecided',
  });
  await give('AnswerChangeApproval', id, { answer: 'approved' }, CAB2);
  await give('RecordCabDecision', meeting.id, { change: number }, MAX);
  await give('HoldCabMeeting', meeting.id, { minutes: 'Short.' }, MAX);
  expect(await changes.query('GetCabMeeting', { id: meeting.id })).toMatchObject({
    state: 'held',
    agenda: [{ change: { id }, decision: 'approved' }],
    minutes: 'Short.',
  });
});

test('who is asked may read, other requesters may not', async () => {
  const { id } = await draft();
  await expect(get(id, {}, CARLA)).rejects.toMatchObject({ status: 404, code: 'not-found' });
  await give('SubmitChange', id);
  await give('RequestChangeApproval', id, { groups: [{ ...GROUP, approvers: [referenceTo(CARLA)] }] });
  expect((await get(id, {}, CARLA)).id).toBe(id);
  await give('AnswerChangeApproval', id, { answer: 'approved' }, CARLA);
});

test('incidents that name it are shown', async () => {
  const { id, number } = await draft();
  const keys = { number: 'INC0000007', state: 'new', priority: 'P1', team: null, service: null, category: null };
  const data = { keys, kind: 'caused_by_change', target: { id: number, name: number } };
  await changes.happened('incident', '00000000-0000-4000-8000-0000000000f1', 'IncidentLinked', data);
  expect((await get(id)).incidents).toMatchObject([{ kind: 'caused_by_change', incident: { name: 'INC0000007' } }]);
});

test('an emergency whose retrospective approval is overdue is told of once', async () => {
  const { id } = await draft({ type: 'emergency' });
  await give('StartChangeImplementation', id);
  await changes.settle();
  const raised = async () =>
    (await changes.query('GetChangeHistory', { id })).items.filter(
      (it: { type: string }) => it.type === 'ChangeRetrospectiveOverdue',
    );
  changes.clock.advance(47 * 3_600_000);
  await changes.settle();
  expect(await raised()).toEqual([]);
  for (let hour = 0; hour < 3; hour += 1) {
    changes.clock.advance(3_600_000);
    await changes.settle();
  }
  expect(await raised()).toMatchObject([{ data: { what: 'approval', due: '2026-03-04T09:00:00.000Z' } }]);
});

test('an emergency must be approved and reviewed within the times in force when it begins, which are not read each time', async () => {
  const begun = async () => {
    const { id } = await draft({ type: 'emergency' });
    await give('StartChangeImplementation', id);
    return (await changes.told('change', id)).find(({ type }) => type === 'ChangeImplementationStarted')!.data;
  };
  const due = (after: number) => new Date(changes.clock.now().getTime() + after * 3_600_000).toISOString();
  const dues = (approval: number, review: number) => ({ approvalDue: due(approval), reviewDue: due(review) });
  expect(await begun()).toMatchObject(dues(48, 120));
  for (const [approval, review] of [
    [10, 20],
    [48, 120],
  ] as const) {
    await give('ReviseRetrospective', CHANGE_SETTINGS_ID, { approvalHours: approval, reviewHours: review }, MAX);
    const reading = jest.spyOn(changes.store, 'readStream');
    for (let time = 0; time < 3; time++) expect(await begun()).toMatchObject(dues(approval, review));
    const readings = reading.mock.calls.filter(([stream]) => stream === 'changesettings-settings');
    reading.mockRestore();
    expect(readings.length).toBeLessThanOrEqual(1);
  }
});

test('a change that an import names is listed as such, until it is withdrawn', async () => {
  const name = 'CHG0000047';
  const id = externalId('servicenow', 'change', name);
  const stub = { source: 'servicenow', number: name, batch: 'b-1', row: 3, at: '2016-02-29T01:16:00Z' };
  const imported = async () => (await changes.query('ListChanges', { imported: true })).items;
  expect(await give('ImportChangeStub', id, stub)).toMatchObject({ recorded: 1 });
  expect(await give('ImportChangeStub', id, { ...stub, batch: 'b-2' })).toMatchObject({ recorded: 0 });
  const { number } = await get(id);
  expect(await imported()).toMatchObject([
    { id, number, title: name, importedOnly: true, external: { source: 'servicenow', number: name } },
  ]);
  await give('WithdrawChangeStub', id, { batch: 'b-1' });
  expect(await imported()).toEqual([]);
  await expect(get(id)).rejects.toMatchObject({ status: 404, code: 'not-found' });
  await give('ImportChangeStub', id, { ...stub, batch: 'b-3' });
  await give('NoteOnChange', id, { body: 'That was the cause.' });
  expect(await get(id)).toMatchObject({ number, importedOnly: false, external: { number: name } });
  await expect(give('WithdrawChangeStub', id, { batch: 'b-3' })).rejects.toMatchObject({
    code: 'worked-on-since-import',
  });
});

test('what was overridden at scheduling is begun, and a draft that came later stops nobody', async () => {
  const times = ownTimes();
  const cis = [{ id: 'ci-twice', name: 'twice' }];
  const one = await draft({ ...times, cis });
  const other = await draft({ ...times, cis });
  await approved(one.id);
  await approved(other.id);
  const schedule = (id: string) => give('ScheduleChange', id, { overrideCollisions: { reason: 'As agreed.' } }, MAX);
  await schedule(one.id);
  await schedule(other.id);
  const late = await draft({ ...times, cis });
  await changes.settle();
  for (const { id } of [one, other]) expect((await get(id)).collisionList).toHaveLength(2);
  await give('StartChangeImplementation', one.id);
  expect((await get(late.id)).state).toBe('draft');
});

test('lists are narrowed by planned time, item and who is asked', async () => {
  const { plannedStart, plannedEnd } = ownTimes();
  const { id } = await draft({ plannedStart, plannedEnd, cis: [{ id: 'ci-listed', name: 'listed' }] });
  await give('SubmitChange', id);
  const approver = { id: 'p-listed', name: 'Listed' };
  await give('RequestChangeApproval', id, { groups: [{ ...GROUP, approvers: [approver] }] });
  const listed = async (params: object) => (await changes.query('ListChanges', params)).items.map((it: any) => it.id);
  const shifted = (instant: string, hours: number) => new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
  const during = (from: number, to: number) =>
    listed({ plannedFrom: shifted(plannedStart, from), plannedTo: shifted(plannedStart, to), ciId: 'ci-listed' });
  // It is planned for two hours from then; what only touches it is not within.
  for (const [from, to] of [
    [-1, 1],
    [1, 5],
    [0, 2],
    [0.5, 1],
  ] as const)
    expect(await during(from, to)).toEqual([id]);
  for (const [from, to] of [
    [-2, 0],
    [2, 3],
    [3, -3],
  ] as const)
    expect(await during(from, to)).toEqual([]);
  expect(await listed({ plannedFrom: plannedStart, ciId: 'ci-listed' })).toEqual([id]);
  expect(await listed({ ciId: 'ci-nobody' })).toEqual([]);
  expect(await listed({ waitingFor: approver.id })).toEqual([id]);
  expect(await listed({ plannedFrom: plannedStart, plannedTo: plannedEnd, q: 'no such title' })).toEqual([]);
});

test.each(['servers upgrade', 'upgrades 16.2', 'DB-01', 'example.com 16', 'upgr'])(
  'changes are found by words: %s',
  async (q) => {
    const { id, number } = await draft({ title: 'Upgrade the servers to 16.2 on db-01.example.com' });
    const found = async (words: string) =>
      (await changes.query('ListChanges', { q: words, limit: 500 })).items.map((it: { id: string }) => it.id);
    expect(await found(q)).toContain(id);
    expect(await found(`${q} ${number}`)).toEqual([id]);
    expect(await found(`${q} nowhere`)).toEqual([]);
  },
);

test('a freeze that came after scheduling stops the change', async () => {
  const { plannedStart, plannedEnd } = ownTimes();
  const { id } = await draft({ plannedStart, plannedEnd });
  await approved(id);
  await give('ScheduleChange', id);
  const freeze = { name: 'Audit', from: plannedStart, to: plannedEnd, reason: 'Auditors.' };
  const window = await changes.command('DeclareFreezeWindow', undefined, freeze, MAX);
  await expect(give('StartChangeImplementation', id)).rejects.toMatchObject({ code: 'collision-unresolved' });
  await give('WithdrawChangeWindow', window.id, {}, MAX);
  await give('StartChangeImplementation', id);
});

test('as it was, a change tells nothing that others say of it now: its incidents and children may be of a later day', async () => {
  const parent = await draft();
  const before = changes.clock.now().toISOString();
  changes.clock.advance(60_000);
  const child = await draft({ parent: parent.id });
  expect(await get(parent.id)).toMatchObject({ incidents: [], children: [{ id: child.id }] });
  const then = await get(parent.id, { asOf: before });
  expect(then).toMatchObject({ id: parent.id, state: 'draft' });
  expect(then).not.toHaveProperty('incidents');
  expect(then).not.toHaveProperty('children');
});

test('what is refused is called as people call it', async () => {
  const nowhere = '00000000-0000-4000-8000-0000000000ff';
  const detailOf = (type: string) => give(type, nowhere, { reason: 'None' }).catch(({ detail }) => detail);
  expect(await detailOf('WithdrawChangeWindow')).toContain(`no change window ${nowhere}`);
  expect(await detailOf('CancelCabMeeting')).toContain(`no CAB meeting ${nowhere}`);
  expect(await detailOf('RetireChangeTemplate')).toContain(`no change template ${nowhere}`);
});

test('a review too early is told to be that, not a closing', async () => {
  const { id, number } = await draft();
  await expect(give('ReviewChange', id, { summary: 'Well done' })).rejects.toMatchObject({
    status: 409,
    detail: expect.stringMatching(`^${number} is draft: review is not possible. Possible now: submit`),
  });
});
