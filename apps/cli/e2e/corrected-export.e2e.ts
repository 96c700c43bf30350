import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncidentSummary } from '@opsledger/contracts';
import type { ImportReport } from '../src/import/import-report';
import { runningSuite, type RunningSuite } from './running-suite';

const HEADER = 'number,incident_state,sys_mod_count,sys_updated_at,opened_at,assignment_group';
const row = (state: string, count: number, time: string, group: string) =>
  `INC77,${state},${count},01-03-2026 ${time},01-03-2026 08:00,${group}`;
const OPENED = row('New', 0, '08:05', 'Service Desk');
const ENDED = [row('Resolved', 2, '10:00', 'Network'), row('Closed', 3, '11:00', 'Network')];

interface Told {
  readonly items: readonly { readonly type: string; readonly occurredAt: string; readonly changes: unknown }[];
}

describe('an export that was corrected after it was imported', () => {
  let suite: RunningSuite;
  beforeAll(async () => {
    suite = await runningSuite();
  });
  afterAll(() => suite.stop());

  const imported = (batch: string, ...rows: string[]): Promise<ImportReport> => run([], batch, rows);
  const planned = (batch: string, ...rows: string[]): Promise<ImportReport> => run(['--dry-run'], batch, rows);

  async function run(options: readonly string[], batch: string, rows: readonly string[]): Promise<ImportReport> {
    const [file, report] = [join(suite.dataDir, `${batch}.csv`), join(suite.dataDir, `${batch}.json`)];
    writeFileSync(file, [HEADER, ...rows, ''].join('\n'));
    const asked = ['--batch', batch, '--report', report, ...options];
    const { code, err } = await suite.opsledger('import', 'servicenow', file, ...asked).ended;
    if (code !== 0) throw new Error(err);
    return JSON.parse(readFileSync(report, 'utf8')) as ImportReport;
  }
  async function incident(): Promise<IncidentSummary | undefined> {
    await suite.caughtUp();
    return (await suite.ask<{ items: IncidentSummary[] }>('/v1/incidents?externalNumber=INC77')).items[0];
  }
  const undo = (batch: string) => suite.opsledger('import', 'undo', batch).ended;

  it('leaves closed what is closed, and tells what does not go together', async () => {
    await imported('first', OPENED, row('Active', 1, '09:00', 'Network'), ...ENDED);
    expect(await incident()).toMatchObject({ state: 'closed', reopens: 0 });

    const corrected = await imported('corrected', OPENED, row('Active', 1, '09:30', 'Storage'), ...ENDED);
    expect(corrected.rows).toBe(4);
    expect(corrected.imported + corrected.merged + corrected.contradictory + corrected.refused).toBe(4);
    expect(corrected.perRow[1]).toMatchObject({
      outcome: 'contradictory',
      why: expect.stringContaining('in_progress'),
    });
    expect(corrected.perRow[0]).toMatchObject({
      outcome: 'contradictory',
      why: expect.stringContaining('undo this import, then that batch'),
    });
    expect(await incident()).toMatchObject({ state: 'closed' });
    const { rows } = await suite.ask<{ rows: object[] }>('/v1/reports/incidents?from=2026-01-01&to=2026-12-31');
    expect(rows[0]).toMatchObject({ opened: 1, resolved: 1, mttrMeanMinutes: 120 });
    expect(await imported('corrected', OPENED, row('Active', 1, '09:30', 'Storage'), ...ENDED)).toMatchObject({
      recorded: 0,
      contradictory: corrected.contradictory,
    });
  });

  it('is undone, the latest import first', async () => {
    const refused = await undo('first');
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('Batch corrected was imported later and added to');
    expect(await undo('corrected')).toMatchObject({ code: 0, out: expect.stringContaining('1 incident as earlier') });
    expect(await incident()).toMatchObject({ state: 'closed', team: { name: 'Network' } });
    expect(await undo('first')).toMatchObject({ code: 0, out: expect.stringContaining('1 incident withdrawn') });
    expect(await incident()).toBeUndefined();
  });

  it('that lacked updates counts what it showed late no more, until the fuller one is undone', async () => {
    const told = async (): Promise<string[]> => {
      const { items } = await suite.ask<Told>(`/v1/incidents/${(await incident())!.id}/history`);
      return items.map(({ type, occurredAt }) => `${occurredAt.slice(11, 16)} ${type}`);
    };
    const active = row('Active', 1, '09:00', 'Network');
    await imported('gapped', OPENED, ENDED[1]!);
    const gapped = await told();
    expect(gapped).toContain('11:00 IncidentAssigned');

    const fuller = await imported('fuller', OPENED, active, ...ENDED);
    const whole = [
      '08:00 IncidentLogged',
      '08:05 IncidentAssigned',
      '09:00 IncidentAssigned',
      '09:00 IncidentWorkStarted',
      '10:00 IncidentResolved',
      '11:00 IncidentClosed',
    ];
    expect(await told()).toEqual(whole);
    expect(await incident()).toMatchObject({ state: 'closed', team: { name: 'Network' }, reassignments: 1 });
    // The late assignment, and that the closing was read as one without a resolution.
    expect(fuller).toMatchObject({ rows: 4, imported: 4, contradictory: 0, superseded: 2 });
    expect(fuller.perRow.map(({ why }) => why).join()).toContain('IncidentAssigned of 2026-03-01T11:00:00.000Z');
    expect(fuller.perRow.map(({ why }) => why).join()).toContain('shows that it was not so');
    const plan = await planned('gapped', OPENED, ENDED[1]!);
    const again = await imported('gapped', OPENED, ENDED[1]!);
    expect(plan.facts - plan.alreadyRecorded).toBe(again.recorded);
    expect(plan.perRow).toEqual(again.perRow);
    expect(again.perRow[1]).toMatchObject({ outcome: 'contradictory', why: expect.stringContaining('is left out') });
    expect(await told()).toEqual(whole);

    expect(await undo('fuller')).toMatchObject({ code: 0 });
    expect(await told()).toEqual(gapped);
    expect(await undo('gapped')).toMatchObject({ code: 0, out: expect.stringContaining('1 incident withdrawn') });
  });

  it('that lacks updates adds nothing late to a fuller one, and a fuller one restates what it told wrongly', async () => {
    const told = async (): Promise<unknown[]> => {
      const { items } = await suite.ask<Told>(`/v1/incidents/${(await incident())!.id}/history`);
      return items.map(({ type, occurredAt, changes }) => [occurredAt, type, changes]);
    };
    const whole = [OPENED, row('Active', 1, '09:00', 'Network'), row('Active', 2, '09:30', 'Storage')];
    const gapped = [OPENED, row('Active', 2, '09:30', 'Storage')];

    await imported('whole', ...whole);
    const alone = await told();
    const late = await imported('gapped-after', ...gapped);
    expect(await told()).toEqual(alone);
    expect(late).toMatchObject({ rows: 2, recorded: 0 });
    expect(late.perRow[1]).toMatchObject({ outcome: 'contradictory', why: expect.stringContaining('is left out') });
    expect(await undo('whole')).toMatchObject({ code: 0 });

    await imported('gapped-before', ...gapped);
    const before = await told();
    expect(before).not.toEqual(alone);
    const again = await imported('whole', ...whole);
    expect(again.perRow.filter(({ outcome }) => outcome === 'contradictory')).toEqual([]);
    expect(await told()).toEqual(alone);
    expect(await undo('whole')).toMatchObject({ code: 0 });
    expect(await told()).toEqual(before);
    expect(await undo('gapped-before')).toMatchObject({ code: 0 });
  });
});
