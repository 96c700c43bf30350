import type { Command } from 'commander';
import { CliError, EXIT } from '../../client/errors';
import { summary, writeReport, type ImportReport } from '../../import/import-report';
import { importServiceNow } from '../../import/import-servicenow';
import { requireReportPlace } from '../../import/report-file';
import { requireLastingFile } from '../../named-file';
import type { Context } from '../../program';
import { counted } from '../../terminal/table';
import { aboutTheFile } from './about-the-file';

const HELP = `
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

interface Options {
  readonly dryRun?: boolean;
  readonly mapping?: string;
  readonly report?: string;
  readonly batch?: string;
  readonly directory: boolean;
}

export function addServiceNow(parent: Command, context: Context): void {
  parent
    .command('servicenow <file>')
    .description('import an incident update log of ServiceNow')
    .option('--dry-run', 'read, ask the server what is recorded already, and report; send nothing')
    .option('--mapping <file>', 'how the file’s columns and words are read')
    .option('--report <file>', 'write what became of every row, as JSON')
    .option('--batch <name>', 'name of this import, to undo it by (default: source and start of the file’s SHA-256)')
    .option('--no-directory', 'neither look teams and people up in the directory nor make them known to it')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
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
      requireRead(file, report);
      if (report.refusedIncidents.length > 0) {
        const { number, why } = report.refusedIncidents[0]!;
        throw new CliError(
          `The server refused ${counted(report.refusedIncidents.length, 'incident')}: ${number}: ${why}`,
        );
      }
    });
}

/** @throws CliError when the file has rows and none of them can be read; wrong usage */
function requireRead(file: string, { incidents, refused, refusedIncidents, rows, perRow }: ImportReport): void {
  if (incidents > 0 || refusedIncidents.length > 0 || rows === 0 || refused < rows) return;
  throw new CliError(`No row of ${file} can be read. Row 1: ${perRow[0]!.why}`, EXIT.usage);
}
