import { PROBLEM_FIGURES, reportingContracts } from '@opsledger/contracts';
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

const MINUTE = 60_000;
const BEGIN = Date.parse('2026-05-01T00:00:00.000Z');
const DAYS = 40;
const at = (minute: number) => new Date(BEGIN + minute * MINUTE).toISOString();
const may = { from: '2026-05-05', to: '2026-06-01' };
const [from, to] = [Date.parse('2026-05-05T00:00:00Z'), Date.parse('2026-06-01T00:00:00Z')];

/** Minutes from the beginning; steps that are missing were not taken. */
interface Story {
  readonly opened: number;
  readonly rootCause?: number;
  readonly workaround?: number;
  readonly resolved?: number;
  readonly recurred?: number;
  readonly ended?: { readonly at: number; readonly as: 'ProblemClosed' | 'ProblemRiskAccepted' | 'ProblemCanceled' };
}

let serial = 0;
/** Records stories as problem management would, for a service of their own. */
async function told(stories: readonly Story[]): Promise<string> {
  const service = { id: `s-${(serial += 1)}`, name: `Service ${serial}` };
  for (const [index, story] of stories.entries()) {
    const keys = { number: `PRB${index}`, state: 'logged', priority: 'P3', team: null, service, category: null };
    const fact = (type: string, minute: number | undefined, data: object = {}): StatedFact[] =>
      minute === undefined ? [] : [{ type, occurredAt: at(minute), data: { keys, ...data } }];
    await reporting.state(
      'problem',
      `0199b000-0000-7000-8000-${String(serial * 1_000 + index).padStart(12, '0')}`,
      ...fact('ProblemLogged', story.opened, { title: 'A problem' }),
      ...fact('ProblemRootCauseFound', story.rootCause),
      ...fact('ProblemWorkaroundRecorded', story.workaround),
      ...fact('ProblemWorkaroundRecorded', story.workaround === undefined ? undefined : DAYS * 1_440),
      ...fact('ProblemResolved', story.resolved),
      ...fact('ProblemRecurred', story.recurred, { recurrences: 1 }),
      ...fact(story.ended?.as ?? '', story.ended?.at),
    );
  }
  return service.id;
}

const report = async (params: object) => (await reporting.query('ReportProblems', { ...may, ...params }, ANALYST)).rows;

const aStory: fc.Arbitrary<Story> = fc
  .record({
    steps: fc
      .array(fc.integer({ min: 0, max: DAYS * 1_440 }), { minLength: 6, maxLength: 6 })
      .map((steps) => [...steps].sort((one, other) => one - other) as [number, number, number, number, number, number]),
    found: fc.boolean(),
    around: fc.boolean(),
    resolved: fc.boolean(),
    recurs: fc.boolean(),
    as: fc.option(
      fc.constantFrom('ProblemClosed' as const, 'ProblemRiskAccepted' as const, 'ProblemCanceled' as const),
    ),
  })
  .map(
    ({ steps: [opened, rootCause, workaround, resolved, recurred, end], found, around, resolved: is, recurs, as }) => ({
      opened,
      ...(found && { rootCause }),
      ...(around && { workaround }),
      ...(is && { resolved }),
      ...(is && recurs && { recurred }),
      ...(as && { ended: { at: end, as } }),
    }),
  );

/** The same figures, counted one by one. */
function counted(stories: readonly Story[]): Record<string, number> {
  const instant = (step: number) => BEGIN + step * MINUTE;
  const inPeriod = (step: number | undefined): boolean =>
    step !== undefined && instant(step) >= from && instant(step) < to;
  const kept = stories.filter(({ ended }) => ended?.as !== 'ProblemCanceled');
  const time = (id: string, stepOf: (story: Story) => number | undefined) => {
    const minutes = kept.flatMap((story) => (inPeriod(stepOf(story)) ? [stepOf(story)! - story.opened] : []));
    return { [`${id}SumMinutes`]: minutes.reduce((sum, one) => sum + one, 0), [`${id}Count`]: minutes.length };
  };
  const closed = kept.filter(({ ended }) => inPeriod(ended?.at));
  const open = stories.filter(({ opened, ended }) => instant(opened) <= to && !(ended && instant(ended.at) <= to));
  const known = open.filter(({ workaround }) => workaround !== undefined && instant(workaround) <= to);
  return {
    opened: stories.filter(({ opened }) => inPeriod(opened)).length,
    ...time('timeToRootCause', ({ rootCause }) => rootCause),
    ...time('timeToWorkaround', ({ workaround }) => workaround),
    ...time('timeToResolve', ({ resolved, recurred }) => (recurred === undefined ? resolved : undefined)),
    ...time('leadTime', ({ ended }) => ended?.at),
    recurred: stories.filter(({ recurred }) => inPeriod(recurred)).length,
    riskAcceptedNumerator: closed.filter(({ ended }) => ended?.as === 'ProblemRiskAccepted').length,
    riskAcceptedDenominator: closed.length,
    open: open.length,
    knownErrorsNumerator: known.length,
    knownErrorsDenominator: open.length,
  };
}

test('whatever happened to problems, every figure equals counting one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStory, { minLength: 1, maxLength: 12 }), async (stories) => {
      const [row] = await report({ serviceId: await told(stories) });
      expect(row).toMatchObject(counted(stories));
    }),
    { numRuns: 25 },
  );
});

test('every figure is defined, with the problems behind it', async () => {
  const day = 1_440;
  const serviceId = await told([
    { opened: 7 * day, workaround: 8 * day, ended: { at: 9 * day, as: 'ProblemRiskAccepted' } },
    { opened: 7 * day, workaround: 8 * day },
  ]);
  const answer = await reporting.query('ReportProblems', { ...may, serviceId }, ANALYST);
  expect(answer.definitions.map(({ id }: { id: string }) => id)).toEqual([...PROBLEM_FIGURES]);
  const behind = async (figure: string) =>
    (await reporting.query('ListReportedProblems', { ...may, figure, serviceId }, ANALYST)).items;
  expect(await behind('riskAccepted')).toMatchObject([{ number: 'PRB0', ending: 'risk_accepted', value: 1 }]);
  expect(await behind('leadTime')).toMatchObject([{ value: 2 * day, counted: true }]);
  expect(await behind('knownErrors')).toMatchObject([{ number: 'PRB1', value: 1 }]);
});

test('incidents on its items before and after the fix equal counting one by one', async () => {
  const minute = fc.integer({ min: 0, max: DAYS * 1_440 });
  const cases = fc.record({
    problems: fc.array(fc.record({ resolved: minute, items: fc.subarray([0, 1, 2]) }), { minLength: 1, maxLength: 4 }),
    incidents: fc.array(
      fc.record({
        opened: fc.integer({ min: -31 * 1_440, max: 70 * 1_440 }),
        items: fc.subarray([0, 1, 2]),
        canceled: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ problems, incidents }) => {
      const service = { id: `s-${(serial += 1)}`, name: 'Service' };
      const item = (one: number) => ({ id: `${service.id} item-${one}`, name: 'Item' });
      const idOf = (kind: string, index: number) => `0199${kind}000-0000-7000-8000-${serial}-${index}`;
      const links = (type: string, minute: number, keys: object, items: readonly number[]): StatedFact[] =>
        items.map((one) => ({ type, occurredAt: at(minute), data: { keys, kind: 'affected_ci', target: item(one) } }));
      for (const [index, { resolved, items }] of problems.entries()) {
        const keys = { number: `PRB${index}`, state: 'resolved', priority: 'P3', team: null, service, category: null };
        await reporting.state(
          'problem',
          idOf('b', index),
          { type: 'ProblemLogged', occurredAt: at(-1), data: { keys, title: 'A problem' } },
          ...links('ProblemLinked', -1, keys, items),
          { type: 'ProblemResolved', occurredAt: at(resolved), data: { keys } },
        );
      }
      for (const [index, { opened, items, canceled }] of incidents.entries()) {
        const keys = { number: `INC${index}`, state: 'new', priority: 'P3', team: null, service, category: null };
        const logged = { keys, external: null, loggedByTeam: null, channel: 'phone', subcategory: null };
        await reporting.state(
          'incident',
          idOf('1', index),
          { type: 'IncidentLogged', occurredAt: at(opened), data: logged },
          ...links('IncidentLinked', opened, keys, items),
          ...(canceled ? [{ type: 'IncidentCanceled', occurredAt: at(opened + 1), data: { keys } }] : []),
        );
      }
      const month = 30 * 1_440;
      const now = (Date.parse('2026-07-01T12:00:00.000Z') - BEGIN) / MINUTE;
      const counting = problems.filter(({ resolved, items }) => {
        const instant = BEGIN + resolved * MINUTE;
        return items.length > 0 && instant >= from && instant < to && resolved <= now - month;
      });
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const pairs = (isNear: (opened: number, resolved: number) => boolean) =>
        sum(
          counting.flatMap(({ resolved, items }) =>
            incidents
              .filter(({ opened, canceled }) => !canceled && isNear(opened, resolved))
              .map((incident) => incident.items.filter((one) => items.includes(one)).length),
          ),
        );
      expect((await report({ serviceId: service.id }))[0]).toMatchObject({
        incidentsBeforeFixNumerator: pairs((opened, resolved) => opened < resolved && opened >= resolved - month),
        incidentsAfterFixNumerator: pairs((opened, resolved) => opened >= resolved && opened < resolved + month),
        incidentsBeforeFixDenominator: sum(counting.map(({ items }) => items.length)),
        incidentsAfterFixDenominator: sum(counting.map(({ items }) => items.length)),
      });
    }),
    { numRuns: 20 },
  );
});
