import { reportingContracts, type CiChangeVerdict } from '@opsledger/contracts';
import { person, runningServices, type RunningServices, type StatedFact } from '@opsledger/service-testing';
import fc from 'fast-check';
import { provideAnalystRole } from '../../analyst-role';
import { reportingService } from '../../reporting.service';

const ANALYST = person('p-ann', 'Ann Analyst', 'analyst');
let reporting: RunningServices;
beforeAll(async () => {
  reporting = await runningServices([{ definition: reportingService, contracts: reportingContracts }]);
  await provideAnalystRole(reporting.database.pool);
  reporting.clock.set('2026-07-01T12:00:00.000Z');
});
afterAll(() => reporting.stop());

const HOUR = 3_600_000;
const BEGIN = Date.parse('2026-05-01T00:00:00.000Z');
const at = (hour: number) => new Date(BEGIN + hour * HOUR).toISOString();
const may = { from: '2026-05-01', to: '2026-06-01' };

let serial = 0;
const idOf = (kind: string) => `0199${kind}000-0000-7000-8000-${String((serial += 1)).padStart(12, '0')}`;
const newClass = () => `class_${(serial += 1)}`;

const itemKeys = (its: string, fields: object = {}) => ({
  ...{ number: 'CI1', name: 'Shop', class: its, stage: 'in_use', status: 'operational', environment: null },
  ...{ serial: null, supportTeam: null, ...fields },
});

async function anItem(its: string, fields: object = {}, more: object = {}): Promise<string> {
  const id = idOf('c');
  const keys = itemKeys(its, fields);
  const data = { keys, edition: 1, attributes: {}, identities: [], cause: null, ...more };
  await reporting.state('configurationitem', id, { type: 'ConfigurationItemRegistered', occurredAt: at(-9_000), data });
  return id;
}

const revised = (its: string, hour: number, more: object = {}): StatedFact => ({
  type: 'ConfigurationItemRevised',
  occurredAt: at(hour),
  data: { keys: itemKeys(its), edition: 2, changes: { name: { before: 'a', after: 'b' } }, cause: null, ...more },
});

/** Hours; what is missing did not happen. */
interface Story {
  readonly scheduled?: number;
  readonly planned: readonly [number, number];
  readonly expired?: number;
  readonly started?: number;
  readonly finished?: number;
  readonly canceled?: number;
}

async function aChange(story: Story, ...items: string[]): Promise<{ id: string; name: string }> {
  const id = idOf('a');
  const name = `CHG${serial}`;
  const keys = { number: name, state: 'draft', type: 'normal', risk: null, team: null, service: null, category: null };
  const fact = (type: string, hour: number | undefined, data: object): StatedFact[] =>
    hour === undefined ? [] : [{ type, occurredAt: at(hour), data: { keys, ...data } }];
  const { planned, started, finished } = story;
  const facts = [
    ...fact('ChangeDrafted', -100, { title: 'A change' }),
    ...items.flatMap((item) => fact('ChangeLinked', -99, { kind: 'affected_ci', target: { id: item, name: 'Shop' } })),
    ...fact('ChangeScheduled', story.scheduled, { plannedStart: at(planned[0]), plannedEnd: at(planned[1]) }),
    ...fact('ChangeApprovalsExpired', story.expired, { because: 'plan_changed', round: 1 }),
    ...fact('ChangeImplementationStarted', started, { startedAt: at(started ?? 0) }),
    ...fact('ChangeImplementationFinished', finished, {
      startedAt: at(started ?? 0),
      finishedAt: at(finished ?? 0),
      result: 'successful',
    }),
    ...fact('ChangeCanceled', story.canceled, { reason: 'No longer.' }),
  ];
  await reporting.state('change', id, ...facts);
  return { id, name };
}

const report = async (params: object) => (await reporting.query('ReportCmdb', { ...may, ...params }, ANALYST)).rows[0];
const behind = async (params: object) =>
  (await reporting.query('ListReportedConfiguration', { ...may, figure: 'unauthorised', ...params }, ANALYST)).items;

const hours = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 700 }), { minLength: count, maxLength: count })
    .map((some) => some.sort((one, other) => one - other));
const aStory: fc.Arbitrary<Story> = fc
  .record({
    planned: hours(2).filter(([one, other]) => one! < other!),
    worked: hours(2),
    scheduled: fc.boolean(),
    reached: fc.integer({ min: 0, max: 3 }),
    end: fc.constantFrom('canceled' as const, 'expired' as const, null),
    endedAt: fc.integer({ min: 0, max: 700 }),
  })
  .map(({ planned, worked, scheduled, reached, end, endedAt }) => ({
    planned: planned as unknown as readonly [number, number],
    ...(scheduled && { scheduled: -10 }),
    ...(reached >= 2 && { started: worked[0]! }),
    ...(reached >= 3 && { finished: worked[1]! }),
    ...(reached < 2 && end === 'canceled' && { canceled: endedAt }),
    ...(reached < 2 && end === 'expired' && scheduled && { expired: -5 }),
  }));

/** The same, worked out one by one. */
function isOpen({ scheduled, planned, expired, started, finished, canceled }: Story, hour: number): boolean {
  if (finished !== undefined && hour > finished) return false;
  if (started !== undefined && started <= hour) return true;
  const isInTime = planned[0] <= hour && hour <= planned[1];
  return scheduled !== undefined && expired === undefined && isInTime && !(canceled !== undefined && canceled <= hour);
}

test('whatever changes there were, what changed of items with none open is unauthorised, and nothing else', async () => {
  const aSeen = fc.record({
    hour: fc.integer({ min: 0, max: 700 }),
    item: fc.integer({ min: 0, max: 1 }),
    named: fc.option(fc.integer({ min: 0, max: 2 })),
  });
  const cases = fc.record({
    stories: fc.array(fc.record({ story: aStory, items: fc.subarray([0, 1]) }), { maxLength: 3 }),
    seen: fc.array(aSeen, { minLength: 1, maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ stories, seen }) => {
      const its = newClass();
      const items = [await anItem(its), await anItem(its)];
      const changes = [];
      for (const { story, items: touched } of stories)
        changes.push(await aChange(story, ...touched.map((one) => items[one]!)));
      for (const { hour, item, named } of seen) {
        const change = named === null ? undefined : changes[named];
        await reporting.state('configurationitem', items[item]!, revised(its, hour, change ? { change } : {}));
      }
      const unauthorised = seen.filter(({ hour, item, named }) => {
        const its = named === null ? undefined : stories[named]?.story;
        const isNamed = its && (isOpen(its, hour) || (its.started !== undefined && its.started <= hour));
        return !isNamed && !stories.some(({ story, items }) => items.includes(item) && isOpen(story, hour));
      });
      expect(await report({ class: its })).toMatchObject({
        configurationChanges: seen.length,
        unauthorisedNumerator: unauthorised.length,
        unauthorisedDenominator: seen.length,
        leftOut: 0,
      });
      const listed = await behind({ class: its, counting: true });
      expect(listed.map((one: any) => one.at)).toEqual(unauthorised.map(({ hour }) => at(hour)).sort());
    }),
    { numRuns: 25 },
  );
});

describe('why a change counts, or does not', () => {
  const verdicts = async (its: string, figure = 'unauthorised'): Promise<[string, CiChangeVerdict, string | null][]> =>
    (await behind({ class: its, figure })).map(({ part, verdict, change }: any) => [
      part,
      verdict,
      change?.name ?? null,
    ]);

  test('the change that was open is told; one that was named but not open is told, too', async () => {
    const its = newClass();
    const item = await anItem(its);
    const open = await aChange({ planned: [0, 1], started: 10, finished: 20 }, item);
    const other = await aChange({ planned: [500, 510], scheduled: -10 });
    await reporting.state(
      'configurationitem',
      item,
      revised(its, 15),
      revised(its, 30, { change: open }),
      revised(its, 40, { change: other }),
      revised(its, 50, { change: { id: 'elsewhere', name: 'RFC-7' } }),
    );
    expect(await verdicts(its)).toEqual([
      ['attributes', 'open_change', open.name],
      ['attributes', 'named_change', open.name],
      ['attributes', 'unauthorised', other.name],
      ['attributes', 'unauthorised', 'RFC-7'],
    ]);
  });

  test('stage, status and relations are changes, too; of a relation, a change on either end counts', async () => {
    const its = newClass();
    const [item, other] = [await anItem(its), await anItem(its)];
    const { name } = await aChange({ planned: [0, 100], started: 0, finished: 100 }, other);
    const keys = itemKeys(its);
    const relation = { keys, kind: 'depends_on', target: { id: other, name: 'Other' }, since: at(3), cause: null };
    await reporting.state(
      'configurationitem',
      item,
      {
        type: 'ConfigurationItemStageChanged',
        occurredAt: at(1),
        data: { keys: itemKeys(its, { stage: 'retired' }), stage: { before: 'in_use', after: 'retired' }, cause: null },
      },
      {
        type: 'ConfigurationItemStatusReported',
        occurredAt: at(2),
        data: { keys, status: { before: 'operational', after: 'down' }, cause: null },
      },
      { type: 'ConfigurationItemRelated', occurredAt: at(3), data: relation },
      { type: 'ConfigurationItemUnrelated', occurredAt: at(200), data: { ...relation, until: at(200) } },
    );
    expect(await verdicts(its)).toEqual([
      ['stage', 'unauthorised', null],
      ['status', 'unauthorised', null],
      ['relations', 'open_change', name],
      ['relations', 'unauthorised', null],
    ]);
  });

  test('what comes with the item, concerns nobody, or was undone is left out, and says why', async () => {
    const its = newClass();
    const cause = { source: 'vcenter', batch: 'b-1', row: 1 };
    const fresh = await anItem(its, {}, { cause });
    const target = { id: fresh, name: 'Shop' };
    await reporting.state('configurationitem', fresh, revised(its, 1, { cause: { ...cause, row: 2 } }), {
      type: 'ConfigurationItemRelated',
      occurredAt: at(2),
      data: { keys: itemKeys(its), kind: 'uses', target, since: at(2), cause },
    });
    const planned = await anItem(its, { stage: 'planned' });
    await reporting.state('configurationitem', planned, {
      ...revised(its, 3),
      data: { ...revised(its, 3).data, keys: itemKeys(its, { stage: 'planned' }) },
    });
    const wrong = await anItem(its);
    const undone = { ...cause, batch: 'b-2' };
    await reporting.state('configurationitem', wrong, revised(its, 4, { cause: undone }), {
      type: 'ConfigurationItemRestored',
      occurredAt: at(5),
      data: { keys: itemKeys(its), batch: 'b-2', changes: { name: { before: 'b', after: 'a' } }, source: 'vcenter' },
    });
    expect(await verdicts(its, 'leftOut')).toEqual([
      ['attributes', 'first_appearance', null],
      ['relations', 'first_appearance', null],
      ['attributes', 'not_in_service', null],
      ['attributes', 'taken_back', null],
    ]);
    expect(await report({ class: its })).toMatchObject({ leftOut: 4, configurationChanges: 0, unauthorised: null });
  });

  test('one batch is one change of a part of an item; what changes nothing is none', async () => {
    const its = newClass();
    const item = await anItem(its);
    const cause = { source: 'vcenter', batch: 'b-3', row: 1 };
    await reporting.state(
      'configurationitem',
      item,
      revised(its, 1, { cause }),
      revised(its, 1, { cause: { ...cause, row: 2 }, changes: { location: { before: null, after: 'East' } } }),
      revised(its, 2, { changes: {} }),
    );
    expect(await behind({ class: its })).toMatchObject([
      {
        fields: ['name', 'location'],
        source: 'vcenter',
        value: 1,
        item: { id: item },
        by: { name: expect.any(String) },
      },
    ]);
    expect(await report({ class: its, source: '' })).toMatchObject({ configurationChanges: 0 });
  });
});

test('as of an instant a change that was recorded late is not known yet', async () => {
  const its = newClass();
  const item = await anItem(its);
  await reporting.state('configurationitem', item, revised(its, 15));
  const asOf = reporting.clock.now().toISOString();
  reporting.clock.advance(1_000);
  await aChange({ planned: [0, 1], started: 10, finished: 20 }, item);
  expect(await report({ class: its })).toMatchObject({ unauthorisedNumerator: 0 });
  expect(await report({ class: its, asOf })).toMatchObject({ unauthorisedNumerator: 1 });
  const changeReport = await reporting.query('ReportChanges', { ...may, asOf }, ANALYST);
  expect(changeReport.rows[0].unauthorisedNumerator).toBeGreaterThan(0);
});
