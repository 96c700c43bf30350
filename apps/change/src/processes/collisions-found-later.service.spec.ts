import { ADA, CAB1, MAX, needs, referenceTo, runningChanges, type RunningChanges } from '../change.fixture';

let changes: RunningChanges;
beforeAll(async () => (changes = await runningChanges()));
afterAll(() => changes.stop());

const KEYS = { state: 'draft', type: 'normal', risk: null, team: null, service: null, category: null, result: null };
const times = (day: number) => ({
  plannedStart: `2027-05-${String(day).padStart(2, '0')}T20:00:00.000Z`,
  plannedEnd: `2027-05-${String(day).padStart(2, '0')}T22:00:00.000Z`,
});
const draft = async (data: object) => {
  const { id, number } = await changes.command('DraftChange', undefined, {
    type: 'normal',
    title: 'A change',
    ...data,
  });
  return { id, number: number! };
};
const give = (type: string, id: string, data: object = {}, by = ADA) => changes.command(type, id, data, by);
const collisionsOf = async (id: string) =>
  (await changes.query('GetChange', { id })).collisionList.map((it: { kind: string; with: { id: string } }) => [
    it.kind,
    it.with.id,
  ]);
const approved = async (data: object) => {
  const made = await draft(data);
  await give('SubmitChange', made.id);
  const groups = [{ name: 'CAB', quorum: { kind: 'any' }, approvers: [referenceTo(CAB1)] }];
  await give('RequestChangeApproval', made.id, { groups });
  await give('AnswerChangeApproval', made.id, { answer: 'approved' }, CAB1);
  return made;
};

test('of two changes on the same item that are scheduled at once, not both go unnoticed', async () => {
  const plan = { ...times(1), cis: [{ id: 'ci-raced', name: 'raced' }] };
  const [one, other] = [await approved(plan), await approved(plan)];
  const outcomes = await Promise.allSettled([give('ScheduleChange', one.id), give('ScheduleChange', other.id)]);
  await changes.settle();
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code);
  expect(new Set(refusals)).toEqual(new Set(['collision-unresolved']));
  expect(await collisionsOf(one.id)).toEqual([['same_ci', other.id]]);
  expect(await collisionsOf(other.id)).toEqual([['same_ci', one.id]]);
});

test('two that were scheduled without either being seen by the other know each other afterwards', async () => {
  const cis = [{ id: 'ci-unseen', name: 'unseen' }];
  const both = [await draft({ cis }), await draft({ cis })];
  await changes.settle();
  // As two replicas do that have not heard of each other: the facts are there, and nobody looked before.
  await Promise.all(
    both.map(({ id, number }) => {
      const keys = { ...KEYS, number, state: 'scheduled' };
      const nothing = { service: null, scope: null, implementationPlan: null, testPlan: null, backOutPlan: null };
      const none = { ...nothing, plannedStart: null, plannedEnd: null };
      return changes.state(
        'change',
        id,
        { type: 'ChangePlanned', data: { keys, plan: { before: none, after: { ...nothing, ...times(2) } } } },
        { type: 'ChangeScheduled', data: { keys, ...times(2), by: 'approval' } },
      );
    }),
  );
  await changes.settle();
  const [one, other] = both;
  expect(await collisionsOf(one!.id)).toEqual([['same_ci', other!.id]]);
  expect(await collisionsOf(other!.id)).toEqual([['same_ci', one!.id]]);
  await expect(give('StartChangeImplementation', one!.id)).rejects.toMatchObject({ code: 'collision-unresolved' });
});

test('a relation between items is looked at within a minute, and again when it has ended', async () => {
  needs.set('ci-app', []);
  needs.set('ci-store', []);
  const app = await draft({ ...times(3), cis: [{ id: 'ci-app', name: 'app' }] });
  const store = await draft({ ...times(3), cis: [{ id: 'ci-store', name: 'store' }] });
  await changes.settle();
  expect(await collisionsOf(app.id)).toEqual([]);

  const relation = (type: string) => changes.happened('configurationitem', crypto.randomUUID(), type, {});
  const rechecked = async () =>
    (await changes.told('changecalendar', 'calendar')).filter(({ type }) => type === 'ChangeCalendarRechecked').length;
  needs.set('ci-app', [{ id: 'ci-store', name: 'store' }]);
  for (let time = 0; time < 3; time++) await relation('ConfigurationItemRelated');
  await changes.settle();
  expect(await collisionsOf(app.id)).toEqual([]);
  const before = await rechecked();
  changes.clock.advance(60_000);
  await changes.settle();
  expect(await collisionsOf(app.id)).toEqual([['related_ci', store.id]]);
  // However many relations there were.
  expect(await rechecked()).toBe(before + 1);

  needs.set('ci-app', []);
  await relation('ConfigurationItemUnrelated');
  changes.clock.advance(60_000);
  await changes.settle();
  expect(await collisionsOf(app.id)).toEqual([]);
});

test('a change within its maintenance window is less risky than one outside of it, or without one', async () => {
  const cis = [{ id: 'ci-kept', name: 'kept' }];
  const windowRisk = async (plan: object) => {
    const { id } = await draft({ ...plan, cis });
    await give('SubmitChange', id);
    const { contributions } = (await changes.query('GetChange', { id })).riskAssessment;
    return contributions.find((it: { rule: string }) => it.rule === 'maintenance_window').points;
  };
  const none = await windowRisk(times(10));
  const weekly = { monday: [{ from: '19:00', to: '23:00' }] };
  const window = { name: 'Monday nights', zone: 'UTC', weekly, cis };
  const { id } = await changes.command('DefineMaintenanceWindow', undefined, window, MAX);
  const [inside, outside] = [await windowRisk(times(10)), await windowRisk(times(11))];
  expect(inside).toBeLessThan(outside);
  expect(inside).toBeLessThanOrEqual(none);
  await give('WithdrawChangeWindow', id, {}, MAX);
  expect(await windowRisk(times(11))).toBe(none);
});
