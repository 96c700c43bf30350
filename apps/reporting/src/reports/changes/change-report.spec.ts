import { CHANGE_FIGURES, CHANGE_RESULTS, reportingContracts, type ChangeResult } from '@opsledger/contracts';
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
  readonly type: 'standard' | 'normal' | 'emergency';
  readonly drafted: number;
  readonly submitted?: number;
  readonly approved?: number;
  readonly started?: number;
  readonly finished?: { readonly at: number; readonly result: ChangeResult };
  readonly closed?: number;
  readonly canceled?: number;
  readonly blamedBy: number;
}

let serial = 0;
/** Records stories as change and incident management would, for a service of their own. */
async function told(stories: readonly Story[]): Promise<string> {
  const service = { id: `s-${(serial += 1)}`, name: `Service ${serial}` };
  for (const [index, story] of stories.entries()) {
    const id = `0199a000-0000-7000-8000-${String(serial * 1_000 + index).padStart(12, '0')}`;
    const keys = { number: `CHG${index}`, state: 'draft', type: story.type, risk: null, team: null, service };
    const fact = (type: string, minute: number | undefined, data: object = {}): StatedFact[] =>
      minute === undefined
        ? []
        : [{ type, occurredAt: at(minute), data: { keys: { ...keys, category: null, result: null }, ...data } }];
    const { finished, started } = story;
    await reporting.state(
      'change',
      id,
      ...fact('ChangeDrafted', story.drafted, { title: 'A change' }),
      ...fact('ChangeSubmitted', story.submitted),
      ...fact('ChangeApproved', story.approved, { round: 1, retrospective: false }),
      ...fact('ChangeImplementationStarted', started, { startedAt: at(started ?? 0) }),
      ...fact('ChangeImplementationFinished', finished?.at, {
        startedAt: at(started ?? 0),
        finishedAt: at(finished?.at ?? 0),
        result: finished?.result,
      }),
      ...fact('ChangeClosed', story.closed),
      ...fact('ChangeCanceled', story.canceled, { reason: 'No longer.' }),
    );
    for (let n = 0; n < story.blamedBy; n += 1)
      await reporting.state('incident', `${id}-incident-${n}`, {
        type: 'IncidentLinked',
        data: { keys: {}, kind: 'caused_by_change', target: { id, name: keys.number } },
      });
  }
  return service.id;
}

const report = async (params: object) => (await reporting.query('ReportChanges', { ...may, ...params }, ANALYST)).rows;

const minute = fc.integer({ min: 0, max: DAYS * 1_440 });
const aStory: fc.Arbitrary<Story> = fc
  .record({
    type: fc.constantFrom('standard' as const, 'normal' as const, 'emergency' as const),
    steps: fc
      .array(minute, { minLength: 6, maxLength: 6 })
      .map((steps) => [...steps].sort((one, other) => one - other)),
    result: fc.constantFrom(...CHANGE_RESULTS),
    reached: fc.integer({ min: 0, max: 5 }),
    canceled: fc.boolean(),
    blamedBy: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ type, steps, result, reached, canceled, blamedBy }): Story => {
    const [drafted, submitted, approved, started, finished, ended] = steps as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return {
      type,
      drafted,
      ...(reached >= 1 && type !== 'standard' && { submitted }),
      ...(reached >= 2 && type === 'normal' && { approved }),
      ...(reached >= 3 && { started }),
      ...(reached >= 4 && { finished: { at: finished, result } }),
      ...(reached >= 5 && { closed: ended }),
      ...(reached < 3 && canceled && { canceled: ended }),
      blamedBy,
    };
  });

/** The same figures, counted one by one. */
function counted(stories: readonly Story[]): Record<string, number> {
  const inPeriod = (step: number | undefined): boolean =>
    step !== undefined && BEGIN + step * MINUTE >= from && BEGIN + step * MINUTE < to;
  const closed = stories.filter((story) => inPeriod(story.closed));
  const implemented = stories.filter(({ finished }) => inPeriod(finished?.at));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const share = (id: string, part: number, all: number) => ({ [`${id}Numerator`]: part, [`${id}Denominator`]: all });
  const time = (id: string, minutes: readonly number[]) => ({
    [`${id}SumMinutes`]: sum(minutes),
    [`${id}Count`]: minutes.length,
  });
  const ended = (result: ChangeResult) => closed.filter(({ finished }) => finished?.result === result).length;
  const open = stories.filter(
    ({ drafted, closed: at1, canceled }) =>
      BEGIN + drafted * MINUTE <= to &&
      ![at1, canceled].some((step) => step !== undefined && BEGIN + step * MINUTE <= to),
  );
  return {
    drafted: stories.filter(({ drafted }) => inPeriod(drafted)).length,
    ...share('successful', ended('successful'), closed.length),
    ...share('successfulWithIssues', ended('successful_with_issues'), closed.length),
    ...share('unsuccessful', ended('unsuccessful'), closed.length),
    ...share('backedOut', ended('backed_out'), closed.length),
    ...share('emergency', implemented.filter(({ type }) => type === 'emergency').length, implemented.length),
    ...share('causedIncidents', implemented.filter(({ blamedBy }) => blamedBy > 0).length, implemented.length),
    ...time(
      'leadTime',
      closed.flatMap((one) => (one.submitted === undefined ? [] : [one.closed! - one.submitted])),
    ),
    ...time(
      'draftedToClosed',
      closed.map(({ drafted, closed: end }) => end! - drafted),
    ),
    ...time(
      'submittedToApproved',
      closed.flatMap((one) => (one.approved === undefined ? [] : [one.approved - one.submitted!])),
    ),
    ...time(
      'approvedToStarted',
      closed.flatMap((one) => (one.approved === undefined ? [] : [one.started! - one.approved])),
    ),
    ...time(
      'implementation',
      implemented.map(({ started, finished }) => finished!.at - started!),
    ),
    canceled: stories.filter(({ canceled }) => inPeriod(canceled)).length,
    open: open.length,
  };
}

test('whatever happened to changes, every figure equals counting one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStory, { minLength: 1, maxLength: 12 }), async (stories) => {
      const [row] = await report({ serviceId: await told(stories) });
      expect(row).toMatchObject(counted(stories));
    }),
    { numRuns: 25 },
  );
});

const base: Story = { type: 'normal', drafted: 7 * 1_440, blamedBy: 0 };
const done = { started: 8 * 1_440, finished: { at: 9 * 1_440, result: 'backed_out' as const }, closed: 10 * 1_440 };

test('an approval that expired or came afterwards is none; a rejection takes one back', async () => {
  const serviceId = await told([{ ...base, ...done, submitted: 7 * 1_440 + 10, approved: 7 * 1_440 + 40 }]);
  expect((await report({ serviceId }))[0]).toMatchObject({ submittedToApprovedSumMinutes: 30 });
  const id = `0199a000-0000-7000-8000-${String(serial * 1_000).padStart(12, '0')}`;
  const keys = { number: 'CHG0', state: 'review', type: 'normal', service: { id: serviceId, name: 'S' } };
  const say = (type: string, data: object) => reporting.state('change', id, { type, data: { keys, ...data } });
  await say('ChangeApproved', { round: 2, retrospective: true });
  expect((await report({ serviceId }))[0]).toMatchObject({ submittedToApprovedSumMinutes: 30 });
  await say('ChangeApprovalsExpired', { round: 2, because: 'plan_changed' });
  expect((await report({ serviceId }))[0]).toMatchObject({ submittedToApprovedCount: 0 });
});

test('every figure is defined, with the changes behind it; by type and month; what an import names is left out', async () => {
  const serviceId = await told([
    { ...base, ...done, blamedBy: 2 },
    { ...base, type: 'emergency' },
  ]);
  const answer = await reporting.query('ReportChanges', { ...may, by: 'month,type', serviceId }, ANALYST);
  expect(answer.definitions.map(({ id }: { id: string }) => id)).toEqual([...CHANGE_FIGURES]);
  expect(answer.rows.map(({ row, type, drafted }: any) => [row, type, drafted])).toEqual(
    expect.arrayContaining([
      ['group', 'emergency', 1],
      ['group', 'normal', 1],
      ['total', null, 2],
    ]),
  );
  const behind = async (figure: string) =>
    (await reporting.query('ListReportedChanges', { ...may, figure, serviceId }, ANALYST)).items;
  expect(await behind('backedOut')).toMatchObject([{ number: 'CHG0', result: 'backed_out', incidents: 2, value: 1 }]);
  expect(await behind('draftedToClosed')).toMatchObject([{ value: 3 * 1_440, counted: true }]);
  expect(await behind('leadTime')).toEqual([]);
  const [leadTime] = answer.definitions.filter(({ id }: { id: string }) => id === 'leadTime');
  expect(leadTime).toMatchObject({ version: 2, formula: expect.stringContaining('(closed − submitted)') });
  expect(await behind('open')).toMatchObject([{ number: 'CHG1' }]);

  const imported = { keys: { number: 'CHG77', state: 'draft', type: 'normal', service: { id: serviceId, name: 'S' } } };
  await reporting.state('change', '0199a000-0000-7000-8000-00000000ffff', {
    type: 'ChangeImported',
    data: { ...imported, external: { source: 'servicenow', number: 'CHG77' } },
  });
  expect((await report({ serviceId }))[0]).toMatchObject({ drafted: 2 });
});

test('as of an instant a late link is not known yet', async () => {
  const serviceId = await told([{ ...base, ...done }]);
  const asOf = reporting.clock.now().toISOString();
  reporting.clock.advance(1_000);
  const id = `0199a000-0000-7000-8000-${String(serial * 1_000).padStart(12, '0')}`;
  const blame = { keys: {}, kind: 'caused_by_change', target: { id, name: 'CHG0' } };
  await reporting.state('incident', `${id}-late`, { type: 'IncidentLinked', data: blame });
  expect((await report({ serviceId }))[0]).toMatchObject({ causedIncidentsNumerator: 1 });
  expect((await report({ serviceId, asOf }))[0]).toMatchObject({ causedIncidentsNumerator: 0 });
});

test('an incident whose import is taken back blames nothing any more', async () => {
  const serviceId = await told([{ ...base, ...done }]);
  const id = `0199a000-0000-7000-8000-${String(serial * 1_000).padStart(12, '0')}`;
  const blame = { kind: 'caused_by_change', target: { id, name: 'CHG0' } };
  const keys = {};
  await reporting.state('incident', `${id}-taken`, { type: 'IncidentLinked', data: { keys, ...blame } });
  expect((await report({ serviceId }))[0]).toMatchObject({ causedIncidentsNumerator: 1 });
  const taken = { keys, batch: 'b-1', reason: null, unlinked: [blame] };
  await reporting.state('incident', `${id}-taken`, { type: 'IncidentImportWithdrawn', data: taken });
  expect((await report({ serviceId }))[0]).toMatchObject({ causedIncidentsNumerator: 0 });
});

test('of the incidents resolved, those count that name a change as their cause; what is left out of one is out of both', async () => {
  const anIncident = fc.record({
    opened: minute,
    resolvedAfter: fc.option(fc.integer({ min: 1, max: 9_000 })),
    ends: fc.constantFrom('resolved' as const, 'duplicate' as const, 'reopened' as const, 'canceled' as const),
    blames: fc.integer({ min: 0, max: 2 }),
    takesBack: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anIncident, { minLength: 1, maxLength: 10 }), async (incidents) => {
      const service = { id: `s-${(serial += 1)}`, name: 'Service' };
      for (const [index, { opened, resolvedAfter, ends, blames, takesBack }] of incidents.entries()) {
        const keys = { number: `INC${index}`, state: 'new', priority: 'P3', team: null, service, category: null };
        const fact = (type: string, step: number, data: object = {}): StatedFact => ({
          type,
          occurredAt: at(step),
          data: { keys, ...data },
        });
        const blame = (type: string, n: number) =>
          fact(type, opened, { kind: 'caused_by_change', target: { id: `change-${n}`, name: 'CHG1' } });
        const end = opened + (resolvedAfter ?? 0);
        const facts = [
          fact('IncidentLogged', opened, { external: null, loggedByTeam: null, channel: 'phone', subcategory: null }),
          ...Array.from({ length: blames }, (_, n) => blame('IncidentLinked', n)),
          ...(takesBack ? [blame('IncidentUnlinked', 0)] : []),
        ];
        if (resolvedAfter !== null && ends !== 'canceled')
          facts.push(
            fact('IncidentResolved', end, { code: ends === 'duplicate' ? 'duplicate' : 'fixed', knowledge: null }),
          );
        if (ends === 'reopened') facts.push(fact('IncidentReopened', end + 1));
        if (ends === 'canceled') facts.push(fact('IncidentCanceled', end));
        await reporting.state('incident', `0199d000-0000-7000-8000-${serial}-${index}`, ...facts);
      }
      const counted = incidents.filter(({ opened, resolvedAfter, ends }) => {
        const end = BEGIN + (opened + (resolvedAfter ?? 0)) * MINUTE;
        return ends === 'resolved' && resolvedAfter !== null && end >= from && end < to;
      });
      const blaming = counted.filter(({ blames, takesBack }) => blames > (takesBack ? 1 : 0));
      expect((await report({ serviceId: service.id }))[0]).toMatchObject({
        incidentsCausedNumerator: blaming.length,
        incidentsCausedDenominator: counted.length,
      });
      const { items } = await reporting.query(
        'ListReportedChanges',
        { ...may, figure: 'incidentsCaused', counting: true, serviceId: service.id },
        ANALYST,
      );
      expect(items).toHaveLength(blaming.length);
    }),
    { numRuns: 20 },
  );
});
