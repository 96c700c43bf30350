import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SubmitReconciliation } from '@opsledger/contracts';
import { InvalidMapping, MissingColumns, UnreadableFile } from '@opsledger/incident-history';
import type { Command } from 'commander';
import { CliError, EXIT, GOES_ON, Interrupted } from '../client/errors';
import { importServiceNow } from '../import/import-servicenow';
import { summary, writeReport } from '../import/import-report';
import { importCis } from '../import/import-cis';
import { requireReportPlace } from '../import/report-file';
import { undoCis, type UndoneCis } from '../import/undo-cis';
import { undoImport, type Undone } from '../import/undo-import';
import { requireLastingFile } from '../named-file';
import type { Context } from '../program';
import { counted } from '../terminal/table';

const SERVICENOW_HELP = `
Reads a log with one row per update of an incident (CSV: comma, semicolon or tab) and records what it tells
as facts, with their own times and authors. Running it again adds nothing; a run that broke off goes on.

Mapping file (JSON, everything optional):
  source            name of the source, default "servicenow"
  zone              IANA zone of the times in the file, default "UTC"
  dateOrder         "day-first" (default) or "month-first"
  columns           {"column in the file": "incident_state", …}
  states            {"state in the file": "in_progress" or "on_hold:vendor", …}
  holdReasons, levels, priorities, channels, automaticAuthors

Examples:
  opsledger import servicenow log.csv --dry-run --report plan.json
  opsledger import servicenow log.csv --mapping mapping.json --batch go-live
  opsledger import undo go-live`;

const CIS_HELP = `
Columns: source, external_id, class, name, serial, environment, location, description, criticality; any other
is an attribute of the class. Empty cells say nothing. Running it again changes nothing.

Examples:
  opsledger import cis vms.csv --source vcenter --dry-run --report plan.json
  opsledger import cis vms.csv --source vcenter --relations edges.csv --label monday
  opsledger import undo monday`;

/** Of what stays; more would not be read. */
const SHOWN = 20;

interface CisOptions {
  readonly dryRun?: boolean;
  readonly relations?: string;
  readonly source?: string;
  readonly label?: string;
  readonly report?: string;
}

interface ServiceNowOptions {
  readonly dryRun?: boolean;
  readonly mapping?: string;
  readonly report?: string;
  readonly batch?: string;
  readonly directory: boolean;
}

export function addImport(program: Command, context: Context): void {
  const parent = program.command('import').description('record what another system recorded, or undo that');

  parent
    .command('servicenow <file>')
    .description('import an incident update log of ServiceNow')
    .option('--dry-run', 'read and report, send nothing')
    .option('--mapping <file>', 'how the file’s columns and words are read')
    .option('--report <file>', 'write what became of every row, as JSON')
    .option('--batch <name>', 'name of this import, to undo it by (default: source and start of the file’s SHA-256)')
    .option('--no-directory', 'neither look teams and people up in the directory nor make them known to it')
    .addHelpText('after', SERVICENOW_HELP)
    .action(async (file: string, options: ServiceNowOptions) => {
      if (options.report) await requireReportPlace(options.report);
      requireLastingFile(file);
      const request = { ...options, file, dryRun: options.dryRun ?? false };
      const { report, endedBy } = await importServiceNow(request, {
        api: context.api(),
        terminal: context,
        clock: context.clock,
      }).catch(aboutTheFile);
      context.out.write(summary(report));
      if (options.report) {
        await writeReport(options.report, report);
        context.out.write(`Every row: ${options.report}\n`);
      }
      if (endedBy) throw endedBy;
      if (report.refusedIncidents.length > 0) {
        const { number, why } = report.refusedIncidents[0]!;
        throw new CliError(
          `The server refused ${counted(report.refusedIncidents.length, 'incident')}: ${number}: ${why}`,
        );
      }
    });

  parent
    .command('cis <file>')
    .description('bring configuration items up to date from a CSV file of a source')
    .option('--relations <file>', 'CSV of relations: source, from, kind, to')
    .option('--source <name>', 'the system that says so, where the file has no column source')
    .option('--label <name>', 'name of this import, to undo it by (default: file name and time)')
    .option('--dry-run', 'tell what would be done, change nothing; relations of items not there yet count as rejected')
    .option('--report <file>', 'write what became of every line, as JSON')
    .addHelpText('after', CIS_HELP)
    .action(async (file: string, options: CisOptions) => {
      if (options.report) await requireReportPlace(options.report);
      requireLastingFile(file);
      if (options.relations !== undefined) requireLastingFile(options.relations);
      if (options.label !== undefined) requireLabel(options.label);
      const label = options.label ?? `${basename(file)} ${context.clock().toISOString()}`.slice(-LONGEST_LABEL);
      const request = { ...options, file, label, dryRun: options.dryRun ?? false };
      const { report, endedBy } = await importCis(request, { api: context.api(), terminal: context }).catch(
        aboutTheFile,
      );
      if (options.report) await writeFile(options.report, `${JSON.stringify(report, null, 2)}\n`);
      const dry = report.dryRun ? ' (dry run: nothing was changed)' : '';
      context.out.write(`${report.label}${dry}\n`);
      for (const [what, count] of Object.entries(report.counts)) context.out.write(`  ${what}: ${count}\n`);
      if (endedBy instanceof Interrupted)
        throw new Interrupted(`${GOES_ON} Give it --label "${label}", and all of it is undone as one.`);
      if (endedBy) throw endedBy;
      const [first] = report.perLine;
      if (first && report.perLine.every(({ outcome }) => outcome === 'unreadable'))
        throw new CliError(`No line of ${file} can be read. Line ${first.line}: ${first.why}`, EXIT.usage);
      const [refused, ...others] = report.perLine.filter(({ outcome }) => outcome === 'refused');
      if (refused)
        throw new CliError(
          `The server refused ${counted(others.length + 1, 'line')}: line ${refused.line} of the ${refused.file}: ${refused.why}`,
        );
    });

  parent
    .command('undo <batch>')
    .description('withdraw the incidents, or take back what was said of configuration items, that an import brought')
    .option('--reason <text>', 'why, for the history')
    .action(async (batch: string, { reason }: { reason?: string }) => {
      if (batch.trim() === '')
        throw new CliError('Name the import to undo: what it was told to be called at its end.', EXIT.usage);
      const items = await undoCis(batch, reason, { api: context.api(), pause: context.sleep });
      const incidents = await undoImport(batch, reason, { api: context.api(), terminal: context });
      if (items.undone === 0 && isNothing(incidents))
        throw new CliError(`There is no import "${batch}", or it is undone already.`);
      const kept = [...toldItems(items, context), ...toldIncidents(incidents, context)];
      for (const line of kept.slice(0, SHOWN)) context.err.write(`${line}\n`);
      if (kept.length > 0) throw new CliError(`${counted(kept.length, 'thing')} could not be taken back.`);
    });
}

const isNothing = ({ withdrawn, reduced, stubs, kept }: Undone): boolean =>
  withdrawn + reduced + stubs + kept.length === 0;

/** Says what was undone, and answers what stays. */
function toldItems({ undone, kept }: UndoneCis, { out }: Context): string[] {
  if (undone > 0) out.write(`${counted(undone, 'reconciliation')} undone.\n`);
  return kept.map(({ name, field, why }) => `${name} keeps ${field}: ${why}`);
}

/** Says what was undone, and answers what stays. */
function toldIncidents(undone: Undone, { out }: Context): string[] {
  if (isNothing(undone)) return [];
  const { withdrawn, reduced, stubs, kept } = undone;
  out.write(`${counted(withdrawn, 'incident')} withdrawn, and ${counted(stubs, 'record')} known only from them.\n`);
  if (reduced > 0) out.write(`${counted(reduced, 'incident')} as earlier imports told them.\n`);
  return kept.map(({ number, why }) => `${number} stays: ${why}`);
}

const { maxLength: LONGEST_LABEL = 0 } = SubmitReconciliation.payload.properties.label;

function requireLabel(label: string): void {
  if (label.trim() !== '' && label.length <= LONGEST_LABEL) return;
  throw new CliError(
    `--label: 1 to ${LONGEST_LABEL} characters, not all blank: by it the import is undone.`,
    EXIT.usage,
  );
}

/** What is wrong with a file is wrong usage. */
function aboutTheFile(error: unknown): never {
  const isAbout = error instanceof InvalidMapping || error instanceof MissingColumns || error instanceof UnreadableFile;
  throw isAbout ? new CliError(error.message, EXIT.usage) : error;
}
