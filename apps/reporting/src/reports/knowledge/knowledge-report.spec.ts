import { KNOWLEDGE_FIGURES, reportingContracts } from '@opsledger/contracts';
import { person, runningServices, type RunningServices, type StatedFact } from '@opsledger/service-testing';
import fc from 'fast-check';
import { provideAnalystRole } from '../../analyst-role';
import { reportingService } from '../../reporting.service';

const ANALYST = person('p-ann', 'Ann Analyst', 'analyst');
let reporting: RunningServices;
beforeAll(async () => {
  reporting = await runningServices([{ definition: reportingService, contracts: reportingContracts }]);
  await provideAnalystRole(reporting.database.pool);
  // The views of the last day of the period are not settled yet.
  reporting.clock.set('2026-06-01T12:00:00.000Z');
});
afterAll(() => reporting.stop());

const MINUTE = 60_000;
const DAY = 1_440;
const BEGIN = Date.parse('2026-05-01T00:00:00.000Z');
const at = (minute: number) => new Date(BEGIN + minute * MINUTE).toISOString();
const may = { from: '2026-05-05', to: '2026-06-01' };
const [from, to] = [4 * DAY, 31 * DAY];
const NOW = 31 * DAY + 720;
const inPeriod = (step: number | undefined): boolean => step !== undefined && step >= from && step < to;

/** Minutes from the beginning; review days are counted from it, too. */
interface Story {
  readonly drafted: number;
  readonly published?: { readonly at: number; readonly reviewBy: number };
  readonly rescheduled?: { readonly at: number; readonly reviewBy: number | null };
  readonly retired?: number;
  readonly views: readonly {
    readonly at: number;
    readonly reader: 'requester' | 'staff';
    readonly deflected: boolean;
  }[];
  readonly answers: readonly { readonly at: number; readonly person: number; readonly helpful: boolean }[];
}

let serial = 0;
const dateOf = (day: number) => at(day * DAY).slice(0, 10);

async function told(stories: readonly Story[]): Promise<{ id: string; name: string }> {
  const service = { id: `s-${(serial += 1)}`, name: `Service ${serial}` };
  for (const [index, story] of stories.entries()) {
    const id = `0199e000-0000-7000-8000-${String(serial * 1_000 + index).padStart(12, '0')}`;
    const number = `KB${serial}-${index}`;
    const keys = { number, state: 'draft', draft: null, audience: 'public', category: 'Mail', service, version: 1 };
    const fact = (type: string, minute: number, data: object): StatedFact => ({
      type,
      occurredAt: at(minute),
      data: { keys, ...data },
    });
    const { published, rescheduled, retired } = story;
    const content = { title: 'How to' };
    await reporting.state(
      'article',
      id,
      fact('ArticleDrafted', story.drafted, { content, knownErrorOf: null }),
      ...(published
        ? [fact('ArticlePublished', published.at, { content, reviewBy: dateOf(published.reviewBy), knownError: false })]
        : []),
      ...(rescheduled
        ? [
            fact('ArticleReviewRescheduled', rescheduled.at, {
              reviewBy: { before: null, after: rescheduled.reviewBy === null ? null : dateOf(rescheduled.reviewBy) },
              confirmed: true,
            }),
          ]
        : []),
      ...(retired === undefined ? [] : [fact('ArticleRetired', retired, { version: 1, reason: 'Old.' })]),
    );
    const uses = [
      ...story.views.flatMap(({ at: minute, reader, deflected }, view) => {
        const reads = { id: `p-${view}`, name: 'P' };
        const settled = minute + DAY <= NOW && reader === 'requester' && deflected;
        return [
          fact('ArticleViewed', minute, { person: reads, reader, day: at(minute).slice(0, 10) }),
          ...(settled ? [fact('ArticleDeflected', minute + DAY, { person: reads, viewedAt: at(minute) })] : []),
        ];
      }),
      ...story.answers.map(({ at: minute, person: who, helpful }) =>
        fact('ArticleRated', minute, {
          person: { id: `p-${who}`, name: 'P' },
          helpful: { before: null, after: helpful },
          comment: { before: null, after: null },
        }),
      ),
    ];
    if (uses.length > 0) await reporting.state('articleuse', id, ...uses);
  }
  return service;
}

const report = async (params: object) =>
  (await reporting.query('ReportKnowledge', { ...may, ...params }, ANALYST)).rows;
const behind = async (params: object) =>
  (await reporting.query('ListReportedKnowledge', { ...may, ...params }, ANALYST)).items;

const minute = fc.integer({ min: 0, max: 31 * DAY });
const day = fc.integer({ min: 0, max: 50 });
const aStory: fc.Arbitrary<Story> = fc
  .record({
    steps: fc
      .array(minute, { minLength: 4, maxLength: 4 })
      .map((steps) => [...steps].sort((one, other) => one - other) as [number, number, number, number]),
    reached: fc.integer({ min: 0, max: 3 }),
    reviewBy: day,
    next: fc.option(day),
    isRescheduled: fc.boolean(),
    views: fc.array(
      fc.record({
        at: minute,
        reader: fc.constantFrom('requester' as const, 'staff' as const),
        deflected: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
    answers: fc
      .array(fc.record({ at: minute, person: fc.integer({ min: 0, max: 2 }), helpful: fc.boolean() }), { maxLength: 5 })
      .map((all) => [...all].sort((one, other) => one.at - other.at)),
  })
  .map(({ steps, reached, reviewBy, next, isRescheduled, views, answers }) => ({
    drafted: steps[0],
    ...(reached >= 1 && { published: { at: steps[1], reviewBy } }),
    ...(reached >= 2 && isRescheduled && { rescheduled: { at: steps[2], reviewBy: next } }),
    ...(reached >= 3 && { retired: steps[3] }),
    views,
    answers,
  }));

/** The same figures, counted one by one. */
function counted(stories: readonly Story[]): Record<string, number> {
  const published = stories.filter((story) => inPeriod(story.published?.at));
  const views = stories.flatMap((story) => story.views).filter((view) => inPeriod(view.at));
  const settled = views.filter((view) => view.reader === 'requester' && view.at + DAY <= NOW);
  const answers = stories.flatMap((story) =>
    [0, 1, 2].flatMap((who) => story.answers.filter(({ person: by }) => by === who).slice(-1)),
  );
  const given = answers.filter((answer) => inPeriod(answer.at));
  const live = stories.filter((story) => story.published && story.published.at <= to && !(story.retired! <= to));
  const overdue = live.filter(({ published: first, rescheduled }) => {
    const reviewBy = rescheduled ? rescheduled.reviewBy : first!.reviewBy;
    return reviewBy !== null && reviewBy * DAY <= to;
  });
  const minutes = published.map((story) => story.published!.at - story.drafted);
  return {
    drafted: stories.filter(({ drafted }) => inPeriod(drafted)).length,
    published: published.length,
    timeToPublishSumMinutes: minutes.reduce((sum, one) => sum + one, 0),
    timeToPublishCount: published.length,
    retired: stories.filter(({ retired }) => inPeriod(retired)).length,
    views: views.length,
    deflectionNumerator: settled.filter(({ deflected }) => deflected).length,
    deflectionDenominator: settled.length,
    helpfulnessNumerator: given.filter(({ helpful }) => helpful).length,
    helpfulnessDenominator: given.length,
    live: live.length,
    reviewOverdueNumerator: overdue.length,
    reviewOverdueDenominator: live.length,
  };
}

test('whatever happened to articles, every figure equals counting one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStory, { minLength: 1, maxLength: 6 }), async (stories) => {
      const { id: serviceId } = await told(stories);
      const [row] = await report({ serviceId });
      expect(row).toMatchObject(counted(stories));
      const overdue = await behind({ figure: 'reviewOverdue', counting: true, serviceId });
      expect(overdue).toHaveLength(row.reviewOverdueNumerator);
    }),
    { numRuns: 30 },
  );
});

const plain: Story = { drafted: 5 * DAY, published: { at: 6 * DAY, reviewBy: 10 }, views: [], answers: [] };

test('an article was overdue until somebody looked, also when that is asked of the past', async () => {
  const { id: serviceId } = await told([
    { ...plain, published: { at: 6 * DAY, reviewBy: 11 }, rescheduled: { at: 20 * DAY + 60, reviewBy: 40 } },
  ]);
  const rows = await report({ serviceId, by: 'week' });
  expect(rows.map((row: any) => [row.period, row.reviewOverdueNumerator])).toEqual([
    ['2026-W19', 0],
    ['2026-W20', 1],
    ['2026-W21', 0],
    ['2026-W22', 0],
    [null, 0],
  ]);
});

test('a draft that is given up before anybody could read it is retired; one beside a live version is not', async () => {
  const { id: serviceId, name } = await told([{ ...plain, published: undefined }, plain]);
  const giveUp = (index: number, state: string) =>
    reporting.state('article', `0199e000-0000-7000-8000-${String(serial * 1_000 + index).padStart(12, '0')}`, {
      type: 'ArticleDraftDiscarded',
      occurredAt: at(7 * DAY),
      data: {
        keys: { number: `KB${serial}-${index}`, state, audience: 'public', service: { id: serviceId, name } },
        version: index + 1,
        reason: 'Nobody asks.',
      },
    });
  await giveUp(0, 'retired');
  await giveUp(1, 'published');
  expect((await report({ serviceId }))[0]).toMatchObject({ retired: 1, live: 1 });
  expect(await behind({ figure: 'retired', serviceId })).toMatchObject([{ number: `KB${serial}-0`, at: at(7 * DAY) }]);
});

test('of the incidents resolved, those count whose resolution names an article', async () => {
  const service = await told([]);
  const resolved = async (id: string, knowledge: object | null, ...more: StatedFact[]) => {
    const keys = { number: `INC${id}`, state: 'resolved', priority: 'P3', team: null, service, category: 'Mail' };
    const logged = { keys, external: null, loggedByTeam: null, channel: 'phone', subcategory: null };
    const facts: StatedFact[] = [
      { type: 'IncidentLogged', occurredAt: at(7 * DAY), data: logged },
      { type: 'IncidentResolved', occurredAt: at(8 * DAY), data: { keys, code: 'fixed', knowledge } },
      ...more.map((fact) => ({ ...fact, data: { keys, ...fact.data } })),
    ];
    await reporting.state('incident', `0199f000-0000-7000-8000-${serial}${id}`, ...facts);
  };
  await resolved('1', { id: 'kb-1', name: 'KB1' });
  await resolved('2', null);
  await resolved('3', { id: 'kb-1', name: 'KB1' }, { type: 'IncidentReopened', occurredAt: at(9 * DAY), data: {} });
  expect((await report({ serviceId: service.id }))[0]).toMatchObject({ reuseNumerator: 1, reuseDenominator: 2 });
  expect((await report({ serviceId: service.id, audience: 'public' }))[0]).toMatchObject({ reuseDenominator: 0 });
  expect(await behind({ figure: 'reuse', counting: true, serviceId: service.id })).toMatchObject([
    { record: 'incident', number: 'INC1', article: 'KB1', audience: null, service },
  ]);
});

test('every figure is defined, with the records behind it, by audience and month', async () => {
  const story: Story = {
    ...plain,
    views: [{ at: 7 * DAY, reader: 'requester', deflected: true }],
    answers: [{ at: 7 * DAY + 5, person: 0, helpful: true }],
  };
  const { id: serviceId } = await told([story, { ...plain, published: { at: 8 * DAY, reviewBy: 90 } }]);
  const answer = await reporting.query('ReportKnowledge', { ...may, by: 'month,audience', serviceId }, ANALYST);
  expect(answer.definitions.map(({ id }: { id: string }) => id)).toEqual([...KNOWLEDGE_FIGURES]);
  expect(answer.rows.map((row: any) => [row.row, row.audience, row.published, row.views])).toEqual([
    ['group', 'public', 2, 1],
    ['total', null, 2, 1],
  ]);
  expect(await behind({ figure: 'timeToPublish', serviceId })).toMatchObject([
    { record: 'article', value: DAY, counted: true },
    { record: 'article', value: 3 * DAY },
  ]);
  expect(await behind({ figure: 'deflection', serviceId })).toMatchObject([{ record: 'view', value: 1, title: null }]);
  expect(await behind({ figure: 'helpfulness', serviceId })).toMatchObject([{ record: 'answer', value: 1 }]);
});

test('as of an instant what is known later does not count, and views of the day before are not settled', async () => {
  const { id: serviceId } = await told([{ ...plain, views: [{ at: 30 * DAY, reader: 'requester', deflected: true }] }]);
  const asOf = reporting.clock.now().toISOString();
  expect((await report({ serviceId, asOf }))[0]).toMatchObject({ live: 1, views: 1, deflectionDenominator: 1 });
  const before = '2026-05-31T12:00:00.000Z';
  expect((await report({ serviceId, asOf: before }))[0]).toMatchObject({ live: 0, views: 0, deflectionDenominator: 0 });
});
