import { CMDB_FIGURES, reportingContracts } from '@opsledger/contracts';
import { person, runningServices, type RunningServices, type StatedFact } from '@opsledger/service-testing';
import fc from 'fast-check';
import { provideAnalystRole } from '../../analyst-role';
import { reportingService } from '../../reporting.service';

const ANALYST = person('p-ann', 'Ann Analyst', 'analyst');
let reporting: RunningServices;
beforeAll(async () => {
  reporting = await runningServices([{ definition: reportingService, contracts: reportingContracts }]);
  await provideAnalystRole(reporting.database.pool);
  reporting.clock.set('2026-12-01T12:00:00.000Z');
});
afterAll(() => reporting.stop());

const BEGIN = Date.parse('2026-01-01T00:00:00.000Z');
const at = (day: number) => new Date(BEGIN + day * 86_400_000 + 3_600_000).toISOString();
const DAYS = 300;

let serial = 0;
/** A class below servers that requires an owner; servers themselves require a host name. */
async function aClass(): Promise<string> {
  const key = `class_${(serial += 1)}`;
  await reporting.state('ciclasses', `classes-${serial}`, {
    type: 'CiClassDefined',
    data: { definition: { key, name: key, parent: 'server', schema: { properties: {}, required: ['asset'] } } },
  });
  return key;
}
beforeAll(() =>
  reporting.state('ciclasses', 'classes', {
    type: 'CiClassRevised',
    data: {
      key: 'computer',
      version: 2,
      name: { before: 'Computer', after: 'Computer' },
      schema: { before: {}, after: { properties: {}, required: ['hostname'] } },
    },
  }),
);

type Step =
  | { readonly kind: 'set' | 'clear'; readonly day: number; readonly attribute: 'hostname' | 'asset' }
  | { readonly kind: 'retire' | 'return' | 'confirm'; readonly day: number };

interface Story {
  readonly registered: number;
  readonly name: string;
  readonly serial: string | null;
  readonly steps: readonly Step[];
  readonly relation: readonly [from: number, to: number] | null;
}

const day = fc.integer({ min: 0, max: DAYS });
const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('set' as const, 'set' as const, 'clear' as const),
    day,
    attribute: fc.constantFrom('hostname' as const, 'asset' as const),
  }),
  fc.record({ kind: fc.constantFrom('retire' as const, 'return' as const, 'confirm' as const), day }),
);
const aStory: fc.Arbitrary<Story> = fc
  .record({
    registered: day,
    name: fc.constantFrom('Alpha', 'alpha', 'Beta', 'Gamma', 'Delta'),
    serial: fc.option(fc.constantFrom('S-1', 's-1', 'S-2')),
    steps: fc.array(aStep, { maxLength: 8 }),
    relation: fc.option(
      fc.tuple(day, fc.integer({ min: 1, max: DAYS })).map(([from, days]) => [from, from + days] as const),
    ),
  })
  .map((story) => ({
    ...story,
    steps: story.steps
      .filter((step) => step.day > story.registered)
      .sort((one, other) => one.day - other.day)
      // One a day, so that an instant has one answer.
      .filter((step, place, all) => place === 0 || step.day > all[place - 1]!.day),
  }));

const idOf = (its: string, index: number) => `${its}-${index}`;

/** What happened to each item; then its relation to the next, stated at last: late where other things happened since. */
async function told(its: string, stories: readonly Story[]): Promise<void> {
  for (const [index, story] of stories.entries()) {
    let stage = 'in_use';
    const said = (type: string, on: number, data: object): StatedFact => ({
      type,
      occurredAt: at(on),
      data: {
        keys: {
          ...{ number: `CI${String(index).padStart(7, '0')}`, name: story.name, class: its, stage },
          ...{ status: 'operational', environment: null, supportTeam: null },
          // Serial numbers are compared over all classes.
          serial: story.serial && `${story.serial} of ${its}`,
        },
        cause: null,
        ...data,
      },
    });
    const id = idOf(its, index);
    await reporting.state(
      'configurationitem',
      id,
      said('ConfigurationItemRegistered', story.registered, { attributes: {}, identities: [], edition: 1 }),
    );
    for (const step of story.steps) {
      if (step.kind === 'confirm') {
        const rows = [{ row: 1, action: 'unchanged', itemId: id, changes: {}, said: { source: 'scan', class: its } }];
        await reporting.state('reconciliation', `${id}-${step.day}`, {
          type: 'ReconciliationPlanned',
          occurredAt: at(step.day),
          data: { keys: { number: 'REC1', dryRun: false, label: null }, rows, relations: [] },
        });
      } else if (step.kind === 'set' || step.kind === 'clear') {
        const change = step.kind === 'set' ? { before: null, after: 'x' } : { before: 'x', after: null };
        const changes = { [`attributes.${step.attribute}`]: change };
        await reporting.state('configurationitem', id, said('ConfigurationItemRevised', step.day, { changes }));
      } else {
        const before = stage;
        stage = step.kind === 'retire' ? 'retired' : 'in_stock';
        const moved = { stage: { before, after: stage } };
        await reporting.state('configurationitem', id, said('ConfigurationItemStageChanged', step.day, moved));
      }
    }
    if (!story.relation) continue;
    const [from, to] = story.relation;
    const target = { id: idOf(its, (index + 1) % stories.length), name: 'Other' };
    const relation = { kind: 'uses', target, since: at(from) };
    await reporting.state(
      'configurationitem',
      id,
      said('ConfigurationItemRelated', from, relation),
      said('ConfigurationItemUnrelated', to, { ...relation, until: at(to) }),
    );
  }
}

const last = <Item>(items: readonly Item[]): Item | undefined => items.at(-1);

/** Whether it is so at the end of a day, by the last that was said of it. */
const saidLast = (story: Story, until: number, kinds: Partial<Record<Step['kind'], boolean>>, attribute?: string) => {
  const steps = story.steps.filter(
    (step) => step.day < until && step.kind in kinds && (!('attribute' in step) || step.attribute === attribute),
  );
  return kinds[last(steps)?.kind as Step['kind']];
};

const isThere = (story: Story, until: number): boolean =>
  story.registered < until && (saidLast(story, until, { retire: false, return: true }) ?? true);

/** Days on which there was news: of what was stated late, only what is later than all before it. */
function newsOf({ registered, steps, relation }: Story): readonly number[] {
  const news = [registered, ...steps.map(({ day }) => day)];
  for (const day of relation ?? []) if (day > last(news)!) news.push(day);
  return news;
}

function isDouble(stories: readonly Story[], index: number, until: number): boolean {
  const one = stories[index]!;
  return stories
    .slice(0, index)
    .some(
      (other) =>
        isThere(other, until) &&
        (other.name.toLowerCase() === one.name.toLowerCase() ||
          (one.serial !== null && other.serial?.toUpperCase() === one.serial.toUpperCase())),
    );
}

/** The same figures, counted one by one, at the beginning of a day. */
function counted(stories: readonly Story[], until: number): Record<string, number> {
  const there = stories.flatMap((story, index) => (isThere(story, until) ? [{ story, index }] : []));
  const isRelated = (index: number) =>
    stories.some(({ relation }, source) => {
      const touches = source === index || (source + 1) % stories.length === index;
      return touches && relation !== null && relation[0] < until && until <= relation[1];
    });
  const has = (story: Story, name: string) => saidLast(story, until, { set: true, clear: false }, name) ?? false;
  const share = (id: string, is: (one: { story: Story; index: number }) => boolean) => ({
    [`${id}Numerator`]: there.filter(is).length,
    [`${id}Denominator`]: there.length,
  });
  return {
    items: there.length,
    ...share('incomplete', ({ story }) => !has(story, 'hostname') || !has(story, 'asset')),
    ...share('orphan', ({ index }) => !isRelated(index)),
    // An hour after midnight there was news, and so many days later it is stale.
    ...share('stale', ({ story }) => last(newsOf(story).filter((news) => news < until))! + 60 < until),
    ...share('duplicate', ({ index }) => isDouble(stories, index, until)),
  };
}

const dateOf = (on: number) => new Date(BEGIN + on * 86_400_000).toISOString().slice(0, 10);

test('whatever happened to items, their health at any day equals counting one by one', async () => {
  const cases = fc.tuple(fc.array(aStory, { minLength: 2, maxLength: 8 }), fc.integer({ min: 1, max: DAYS + 30 }));
  await fc.assert(
    fc.asyncProperty(cases, async ([stories, until]) => {
      const its = await aClass();
      await told(its, stories);
      const asked = { from: '2025-12-01', to: dateOf(until), class: its };
      const { rows } = await reporting.query('ReportCmdb', asked, ANALYST);
      expect(rows[0]).toMatchObject({
        ...counted(stories, until),
        registered: stories.filter(({ registered }) => registered < until).length,
      });
      const orphans = { ...asked, figure: 'orphan', counting: true };
      const { items } = await reporting.query('ListReportedConfiguration', orphans, ANALYST);
      expect(items).toHaveLength(rows[0].orphanNumerator);
    }),
    { numRuns: 40 },
  );
});

const plain: Story = { registered: 1, name: 'Alpha', serial: null, steps: [], relation: null };

test('each period has the health of its end; the total that of the last', async () => {
  const its = await aClass();
  await told(its, [
    plain,
    { ...plain, registered: 40, name: 'ALPHA', steps: [{ kind: 'retire', day: 70 }] },
    { ...plain, registered: 2, name: 'Beta', steps: [{ kind: 'set', day: 50, attribute: 'hostname' }] },
  ]);
  const asked = { from: '2026-01-01', to: '2026-05-01', class: its, by: 'month' };
  const { rows, definitions } = await reporting.query('ReportCmdb', asked, ANALYST);
  expect(definitions.map(({ id }: { id: string }) => id)).toEqual([...CMDB_FIGURES]);
  expect(rows.map((one: any) => [one.period, one.items, one.duplicateNumerator, one.staleNumerator])).toEqual([
    ['2026-01', 2, 0, 0],
    ['2026-02', 3, 1, 0],
    ['2026-03', 2, 0, 1],
    ['2026-04', 2, 0, 2],
    [null, 2, 0, 2],
  ]);
  const link = definitions.find(({ id }: { id: string }) => id === 'incomplete').records;
  const query = Object.fromEntries(new URL(link, 'http://x').searchParams);
  const { items } = await reporting.query('ListReportedConfiguration', query, ANALYST);
  expect(items.map((one: any) => [one.number, one.missing, one.value])).toEqual([
    ['CI0000000', ['asset', 'hostname'], 1],
    ['CI0000002', ['asset'], 1],
  ]);
});

test('accuracy is what sources found as it was recorded, batch by batch', async () => {
  const its = await aClass();
  const row = (action: string, changes: object = {}, source = 'scan') => ({
    ...{ row: 1, action, itemId: null, changes },
    said: { source, class: its, environment: 'production' },
  });
  const batch = (name: string, dryRun: boolean, ...rows: object[]) =>
    reporting.state('reconciliation', `${its}-${name}`, {
      type: 'ReconciliationPlanned',
      occurredAt: at(3),
      data: { keys: { number: name, dryRun, label: null }, rows, relations: [] },
    });
  const differs = { name: { before: 'a', after: 'b' } };
  await batch('REC1', false, row('unchanged'), row('update', differs), row('create'), row('update'), row('quarantine'));
  await batch('REC2', false, row('unchanged', {}, 'other'));
  await batch('REC3', true, row('update', differs));
  const asked = { from: '2026-01-01', to: '2026-02-01', class: its };
  const { rows } = await reporting.query('ReportCmdb', { ...asked, by: 'source' }, ANALYST);
  expect(rows.map((one: any) => [one.source, one.accuracyNumerator, one.accuracyDenominator])).toEqual([
    ['other', 1, 1],
    ['scan', 2, 3],
    [null, 3, 4],
  ]);
  const listed = { ...asked, figure: 'accuracy', source: 'scan', environment: 'production' };
  expect((await reporting.query('ListReportedConfiguration', listed, ANALYST)).items).toMatchObject([
    { record: 'comparison', number: 'REC1', source: 'scan', value: 2, item: null },
  ]);
});

test('what was undone, or only named by an import, is not counted as if somebody had registered it', async () => {
  const its = await aClass();
  await told(its, [plain, { ...plain, registered: 5, name: 'Beta' }]);
  const asked = { from: '2026-01-01', to: '2026-02-01', class: its };
  const asOf = reporting.clock.now().toISOString();
  reporting.clock.advance(1_000);
  await reporting.state('configurationitem', idOf(its, 1), {
    type: 'ConfigurationItemWithdrawn',
    data: { keys: { class: its }, edition: 1, batch: 'b' },
  });
  const items = async (more: object) =>
    (await reporting.query('ReportCmdb', { ...asked, ...more }, ANALYST)).rows[0].items;
  expect(await items({})).toBe(1);
  expect(await items({ asOf })).toBe(2);
});
