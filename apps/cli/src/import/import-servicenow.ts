import { readEventLog, type EventLog, type IncidentHistory, type RowOutcome } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { Refused, withNothingChanged } from '../client/errors';
import { inParallel } from '../client/in-parallel';
import { progressOf, type Terminal } from '../terminal/progress';
import { requireBatchName } from './batch-name';
import { derivedPriorities } from './derived-priorities';
import { RowLedger, type ImportReport, type RefusedIncident, type Sent } from './import-report';
import { IN_FLIGHT } from './in-flight';
import { KnownNames } from './known-names';
import { Registrar } from './register-references';
import { StubRegistrar } from './register-stubs';
import { planImport } from './plan-import';
import { remarked } from './remarked';
import { sendHistory } from './send-history';
import { inspect, mappingFrom, openCsv } from './source-file';

export interface ImportRequest {
  readonly file: string;
  readonly mapping?: string;
  readonly batch?: string;
  readonly dryRun: boolean;
  /** Whether teams and people are looked up in the directory and made known to it. */
  readonly directory: boolean;
}

/** What importing needs of the world. */
export interface ImportContext {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly clock: () => Date;
}

interface Imported {
  readonly report: ImportReport;
  /** What ended the import before all was sent. */
  readonly endedBy?: unknown;
}

/**
 * Reads an update log and records what it tells, one incident at a time, so many at once. Everything sent
 * has ids that follow from the source: a run that broke off is completed by running it again.
 */
export async function importServiceNow(request: ImportRequest, context: ImportContext): Promise<Imported> {
  const startedAt = context.clock().toISOString();
  if (request.batch !== undefined) requireBatchName(request.batch);
  const mapping = mappingFrom(request.mapping);
  const file = await inspect(request.file);
  const log = await readEventLog(await openCsv(file), mapping, new Date(startedAt));
  const batch = request.batch ?? `${mapping.source}-${file.sha256.slice(0, 12)}`;
  const ledger = new RowLedger(log.rowCount);
  ledger.add(log.refused);
  const { endedBy, ...sent }: Sent & Pick<Imported, 'endedBy'> = request.dryRun
    ? await planImport(log, ledger, { batch, directory: request.directory }, context).catch(withNothingChanged)
    : await send(log, ledger, { source: mapping.source, batch, directory: request.directory }, context);
  const complete = endedBy === undefined;
  if (!complete) ledger.breakOff();
  const report = {
    complete,
    source: mapping.source,
    batch,
    file,
    dryRun: request.dryRun,
    startedAt,
    finishedAt: context.clock().toISOString(),
    rows: log.rowCount,
    ...ledger.counts(),
    ...sent,
    warnings: [...encodingWarning(file.encoding), ...log.warnings, ...sent.warnings],
    perRow: ledger.perRow,
  };
  return { report, endedBy };
}

async function send(
  log: EventLog,
  ledger: RowLedger,
  { source, batch, directory }: { source: string; batch: string; directory: boolean },
  { api, terminal }: ImportContext,
): Promise<Sent & Pick<Imported, 'endedBy'>> {
  const totals = { incidents: 0, facts: 0, derivedPriorities: 0, recorded: 0, alreadyRecorded: 0, superseded: 0 };
  const refusedIncidents: RefusedIncident[] = [];
  const names = directory ? await KnownNames.of(api) : new KnownNames();
  const registrar = new Registrar(api, names);
  const stubs = new StubRegistrar(api, source, batch);
  const progress = progressOf(terminal, 'Importing incidents', log.incidentCount);

  const sendOne = async (read: IncidentHistory): Promise<void> => {
    const history = { ...read, facts: names.in(read.facts) };
    if (history.facts.length > 0) {
      if (directory) await registrar.register(history.facts);
      await stubs.register(history.facts);
      const { recorded, superseded, remarks } = await sendHistory(api, { source, batch }, history);
      totals.incidents++;
      totals.facts += history.facts.length;
      totals.derivedPriorities += derivedPriorities(history.facts);
      totals.recorded += recorded;
      totals.superseded += superseded;
      totals.alreadyRecorded += history.facts.length - recorded;
      return ledger.add(remarked(history.rows, remarks));
    }
    ledger.add(history.rows);
  };
  let endedBy: unknown;
  try {
    await inParallel(log.histories(), IN_FLIGHT, async (history) => {
      try {
        await sendOne(history);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refusedIncidents.push({ number: history.externalNumber, id: history.id, why: error.detail });
        ledger.add(history.rows.map((row) => refusedByServer(row, error)));
      }
      progress.advance();
    });
  } catch (error) {
    endedBy = error;
  } finally {
    progress.done();
  }
  const warnings = [
    ...registrar.unregistered.map(({ name, why }) => `"${name}" is not in the directory: ${why}`),
    ...stubs.unregistered.map(({ name, why }) => `"${name}" is named by incidents and has no record: ${why}`),
    ...names.remarks,
  ];
  return { ...totals, stubs: { named: stubs.named, recorded: stubs.registered }, refusedIncidents, warnings, endedBy };
}

const refusedByServer = (row: RowOutcome, { detail }: Refused): RowOutcome => ({
  ...row,
  outcome: 'refused',
  why: `the server refused the incident: ${detail}`,
});

const encodingWarning = (encoding: string): string[] =>
  encoding === 'utf-8' ? [] : [`The file is not UTF-8; it was read as ${encoding}.`];
