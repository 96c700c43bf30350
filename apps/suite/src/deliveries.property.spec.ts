import { changeService } from '@opsledger/change';
import { changeContracts, deploymentId, reportingContracts, type ReportRow } from '@opsledger/contracts';
import { reportingService } from '@opsledger/reporting';
import { person, runningServices, type RunningServices } from '@opsledger/service-testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { deliveries, figuresOf, type Deliveries, type Delivery, type Report } from './deliveries.fixture';

const MAX = person('p-max', 'Max Manager', 'change-manager');
const BEGINNING = Date.UTC(2026, 1, 20);
const at = (hours: number) => new Date(BEGINNING + hours * 3_600_000).toISOString();

let running: RunningServices;
beforeAll(async () => {
  running = await runningServices([
    { definition: changeService, contracts: changeContracts },
    { definition: reportingService, contracts: reportingContracts },
  ]);
  running.clock.set('2026-07-01T12:00:00.000Z');
});
afterAll(() => running.stop());

/** Every run has services of its own, so that one database serves them all. */
let runs = 0;
const nameOf = (run: number, index: number) => `run ${run}, deployment ${index}`;
const serviceOf = (run: number, service: string) => ({ id: `${service}-${run}`, name: `${service} of run ${run}` });

function payloadOf(run: number, { of, tells, inFull }: Report, delivery: Delivery): object {
  const { service, environment, committed, unplannedFix, changes, finish, rolledBack } = delivery;
  return {
    source: 'pipeline',
    externalId: nameOf(run, of),
    service: serviceOf(run, service),
    environment,
    ...(inFull && {
      ...(committed !== null && { committedAt: at(committed) }),
      ...(unplannedFix !== null && { unplannedFix }),
      changes: changes.map((id) => ({ id, name: id })),
    }),
    ...(tells === 'finish' && { outcome: finish!.outcome, finishedAt: at(finish!.at) }),
    ...(tells === 'rollback' && { outcome: 'rolled_back', finishedAt: at(rolledBack!) }),
  };
}

async function reported({ deliveries: told, reports }: Deliveries): Promise<number> {
  const run = (runs += 1);
  for (const report of reports) {
    const id = deploymentId('pipeline', nameOf(run, report.of));
    await running.command('ReportDeployment', id, payloadOf(run, report, told[report.of]!), MAX);
  }
  return run;
}

const factOf = (run: number, delivery: Delivery, index: number) => {
  const { finish, rolledBack, committed } = delivery;
  const { id, name } = serviceOf(run, delivery.service);
  return {
    id: deploymentId('pipeline', nameOf(run, index)),
    source: 'pipeline',
    external_id: nameOf(run, index),
    service_id: id,
    service: name,
    environment: delivery.environment,
    state: rolledBack !== null ? 'rolled_back' : (finish?.outcome ?? 'running'),
    commit: null,
    label: null,
    committed_at: committed === null ? null : at(committed),
    started_at: null,
    outcome: finish?.outcome ?? null,
    finished_at: finish ? at(finish.at) : null,
    rolled_back_at: rolledBack === null ? null : at(rolledBack),
    unplanned_fix: delivery.unplannedFix,
    change_ids: delivery.changes,
    release_id: null,
    release: null,
  };
};

/** Equal to what the decimals that are shown can tell. */
function expectFigures(row: ReportRow, expected: Readonly<Record<string, number | null>>): void {
  for (const [name, value] of Object.entries(expected)) {
    const actual = row[name];
    const isEqual = value === null ? actual === null : Math.abs(Number(actual ?? NaN) - value) <= 0.0001;
    if (!isEqual) expect([name, actual]).toEqual([name, value]);
  }
}

/** A group without a row is one in which there is nothing to count. */
const nothingCounted = (figures: Readonly<Record<string, number | null>>) =>
  Object.entries(figures).every(([name, value]) => name.endsWith('FrequencyDenominator') || !value);

const GROUPS = ['shop', 'mail'].flatMap((service) =>
  ['production', 'test'].map((environment) => ({ service, environment })),
);
const within = (all: readonly Delivery[], group: (typeof GROUPS)[number]) =>
  all.filter(({ service, environment }) => service === group.service && environment === group.environment);

const moment = fc.integer({ min: -5, max: 50 }).map((days) => days * 24);

test('deployments reported in any order, some of them twice, are the facts that counting in memory starts from', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, moment, fc.integer({ min: 1, max: 70 }), async (told, from, days) => {
      const run = await reported(told);
      const to = from + days * 24;
      const asked = { from: at(from), to: at(to) };
      const { rows } = await running.query<{ rows: ReportRow[] }>('ReportDora', asked, MAX);

      const facts = await sql<{ id: string }>`
        select * from reporting.deployment_facts
        where service_id in (${serviceOf(run, 'shop').id}, ${serviceOf(run, 'mail').id})`.execute(
        running.database.kysely,
      );
      const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
      const expected = told.deliveries.map((delivery, index) => factOf(run, delivery, index));
      expect(facts.rows.sort(byId)).toEqual(expected.sort(byId));

      for (const group of GROUPS) {
        const figures = figuresOf(within(told.deliveries, group), from, to);
        const { id } = serviceOf(run, group.service);
        const row = rows.find(({ serviceId, environment }) => serviceId === id && environment === group.environment);
        if (row) expectFigures(row, figures);
        else expect(nothingCounted(figures)).toBe(true);
      }
    }),
    { numRuns: 40, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

test('by month they are counted in memory month by month, as known now and as of an instant', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.constantFrom(...GROUPS), async (told, group) => {
      const run = await reported(told);
      const all = within(told.deliveries, group);
      const ends = [0, 9, 40, 60].map((day) => day * 24); // 20 and 1 March, 1 and 21 April
      const params = {
        serviceId: serviceOf(run, group.service).id,
        environment: group.environment,
        from: at(ends[0]!),
        to: at(ends[3]!),
        by: 'month',
      };
      const { rows } = await running.query<{ rows: ReportRow[] }>('ReportDora', params, MAX);
      expect(rows.map(({ periodFrom }) => periodFrom)).toEqual([...ends.slice(0, 3).map(at), at(ends[0]!)]);
      rows.slice(0, -1).forEach((row, index) => expectFigures(row, figuresOf(all, ends[index]!, ends[index + 1]!)));
      expectFigures(rows.at(-1)!, figuresOf(all, ends[0]!, ends[3]!));

      const asOf = running.clock.now().toISOString();
      const then = await running.query<{ rows: ReportRow[] }>('ReportDora', { ...params, asOf }, MAX);
      expect(then.rows).toEqual(rows);
    }),
    { numRuns: 15, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);
