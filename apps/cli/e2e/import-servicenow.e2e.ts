import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncidentSummary } from '@opsledger/contracts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- counted apart from the importer, so it is no part of it
import { figuresOf } from '../../../libs/incident-history/src/servicenow/independent-figures';
import type { ImportReport } from '../src/import/import-report';
import { runningSuite, type RunningSuite } from './running-suite';

const root = join(__dirname, '../../..');

/** A made-up log, and the real one where there is a copy of it. */
const LOGS = [
  join(root, 'libs/incident-history/fixtures/servicenow-update-log.csv'),
  process.env.OPSLEDGER_SERVICENOW_LOG ?? join(root, '../shared/data/servicenow_incident_event_log.csv'),
].filter(existsSync);

const STUBS = ['/v1/problems', '/v1/changes', '/v1/configuration-items'];

interface Stub {
  readonly id: string;
  readonly name?: string;
  readonly external?: { readonly number: string };
  readonly incidentCount?: number;
}

const STATE_IN_LOG: Record<string, string> = {
  new: 'New',
  in_progress: 'Active',
  resolved: 'Resolved',
  closed: 'Closed',
};

describe.each(LOGS)('%s', (path) => {
  const figures = figuresOf(readFileSync(path, 'utf8'));
  let suite: RunningSuite;
  beforeAll(async () => {
    suite = await runningSuite();
  });
  afterAll(() => suite.stop());

  const reportFile = () => join(suite.dataDir, 'report.json');
  async function imported(...options: string[]): Promise<ImportReport> {
    const { code, err } = await suite.opsledger('import', 'servicenow', path, '--report', reportFile(), ...options)
      .ended;
    if (code !== 0) throw new Error(err);
    return JSON.parse(readFileSync(reportFile(), 'utf8')) as ImportReport;
  }

  const incidents = () => everyOne<IncidentSummary>('/v1/incidents?');
  const stubs = (path: string) => everyOne<Stub>(`${path}?imported=true&`);

  async function everyOne<Item>(path: string): Promise<Item[]> {
    const found: Item[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: { items: Item[]; next?: string } = await suite.ask(
        `${path}limit=500&sort=number${after ? `&after=${encodeURIComponent(after)}` : ''}`,
      );
      found.push(...page.items);
      after = page.next;
    }
    return found;
  }

  it('an import that breaks off is completed by running it again', async () => {
    const { child, ended } = suite.opsledger('import', 'servicenow', path);
    await once(child.stderr!, 'data');
    child.kill('SIGKILL');
    await ended;
    const report = await imported();
    expect(report.refusedIncidents).toEqual([]);
    expect(report.recorded + report.alreadyRecorded).toBe(report.facts);
    expect(report.rows).toBe(figures.rows);
    expect(report.imported + report.merged + report.contradictory + report.refused).toBe(report.rows);
  });

  it('the suite answers with what is counted straight over the file', async () => {
    await suite.caughtUp();
    const found = await incidents();
    expect(found).toHaveLength(figures.incidents);
    const tally = (words: string[]) =>
      words.reduce<Record<string, number>>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});
    expect(tally(found.map(({ state }) => STATE_IN_LOG[state] ?? state))).toEqual(figures.finalStates);
    expect(tally(found.map(({ priority }) => priority))).toEqual(figures.priorities);
    const numbers = (of: IncidentSummary[]) => of.map(({ external }) => external!.number).sort();
    expect(numbers(found.filter(({ reopens }) => reopens > 0))).toEqual(figures.reopened);
    expect(numbers(found.filter(({ reassignments }) => reassignments > 0))).toEqual(figures.reassigned);
    const { rows } = await suite.ask<{ rows: Record<string, number>[] }>(
      '/v1/reports/incidents?from=2000-01-01&to=2030-01-01',
    );
    expect(rows[0]).toMatchObject({
      opened: figures.incidents,
      everOnHoldNumerator: figures.everOnHold.length,
      reopenRateNumerator: figures.reopened.length,
    });
    expect(rows[0]!.mttrMeanMinutes).toBeCloseTo(figures.meanMinutesToResolve, 2);
  });

  it('what incidents name has a record, and both sides show the link', async () => {
    for (const [path, names] of [
      ['/v1/problems', figures.problems],
      ['/v1/changes', figures.changes],
      ['/v1/configuration-items', figures.items],
    ] as const)
      expect((await stubs(path)).map(({ external, name }) => external?.number ?? name).sort()).toEqual(names);
    if (figures.problems.length === 0) return;
    const [problem] = (await stubs('/v1/problems')).filter(({ incidentCount }) => incidentCount! > 0);
    const shown = await suite.ask<{ importedOnly: boolean; incidents: { incident: { id: string } }[] }>(
      `/v1/problems/${problem!.id}`,
    );
    expect(shown.importedOnly).toBe(true);
    const { links } = await suite.ask<{ links: object[] }>(`/v1/incidents/${shown.incidents[0]!.incident.id}`);
    expect(links).toContainEqual({ kind: 'problem', target: { id: problem!.id, name: problem!.external!.number } });
  });

  it('what the source contradicts is in the history, as it said it', async () => {
    const report = JSON.parse(readFileSync(reportFile(), 'utf8')) as ImportReport;
    const { number, row } = report.perRow.find(({ outcome }) => outcome === 'contradictory')!;
    const { items } = await suite.ask<{ items: { id: string }[] }>(`/v1/incidents?externalNumber=${number}`);
    const history = await suite.ask<{ items: { imported: { row: number; contradiction?: string } }[] }>(
      `/v1/incidents/${items[0]!.id}/history`,
    );
    const marked = history.items.filter(({ imported }) => imported.contradiction && imported.row === row);
    expect(marked.map(({ imported }) => imported.contradiction).join()).toContain('The ');
  });

  it('a second run adds nothing; undone, nothing is listed; imported again, all is back', async () => {
    const again = await imported();
    const named = figures.problems.length + figures.changes.length + figures.items.length;
    expect(again).toMatchObject({
      recorded: 0,
      alreadyRecorded: again.facts,
      stubs: { named, recorded: 0 },
    });
    const undone = await suite.opsledger('import', 'undo', again.batch).ended;
    expect(undone).toMatchObject({ code: 0, out: expect.stringContaining(`${figures.incidents} incidents withdrawn`) });
    await suite.caughtUp();
    expect(await incidents()).toEqual([]);
    for (const path of STUBS) expect(await stubs(path)).toEqual([]);
    const back = await imported('--batch', 'once-more');
    expect(back.recorded).toBe(back.facts);
    expect(back.stubs).toEqual({ named, recorded: named });
    await suite.caughtUp();
    expect(await incidents()).toHaveLength(figures.incidents);
  });

  it('the log that holds all this is intact', async () => {
    const { code, out } = await suite.opsledger('verify', '--data', suite.dataDir).ended;
    expect(out).toContain('The log is intact.');
    expect(code).toBe(0);
  });
});
