import { InvalidMapping, MissingColumns, UnreadableFile } from '@opsledger/incident-history';
import type { Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { importServiceNow } from '../import/import-servicenow';
import { summary, writeReport } from '../import/import-report';
import { undoImport } from '../import/undo-import';
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
    .option('--no-directory', 'do not make teams and people known to the directory')
    .addHelpText('after', SERVICENOW_HELP)
    .action(async (file: string, options: ServiceNowOptions) => {
      const request = { ...options, file, dryRun: options.dryRun ?? false };
      const report = await importServiceNow(request, {
        api: context.api(),
        terminal: context,
        clock: context.clock,
      }).catch((error: unknown) => {
        throw isAboutTheFile(error) ? new CliError(error.message, EXIT.usage) : error;
      });
      if (options.report) await writeReport(options.report, report);
      context.out.write(summary(report));
      if (options.report) context.out.write(`Every row: ${options.report}\n`);
      if (report.refusedIncidents.length > 0) {
        const { number, why } = report.refusedIncidents[0]!;
        throw new CliError(
          `The server refused ${counted(report.refusedIncidents.length, 'incident')}: ${number}: ${why}`,
        );
      }
    });

  parent
    .command('undo <batch>')
    .description('withdraw the incidents an import brought, unless somebody worked on them since')
    .option('--reason <text>', 'why, for the history')
    .action(async (batch: string, { reason }: { reason?: string }) => {
      const undone = await undoImport(batch, reason, { api: context.api(), terminal: context });
      context.out.write(`${counted(undone.withdrawn, 'incident')} withdrawn.\n`);
      for (const { number, why } of undone.kept.slice(0, 20)) context.err.write(`${number} stays: ${why}\n`);
      if (undone.kept.length > 0)
        throw new CliError(`${counted(undone.kept.length, 'incident')} could not be withdrawn.`);
    });
}

const isAboutTheFile = (error: unknown): error is Error =>
  error instanceof InvalidMapping || error instanceof MissingColumns || error instanceof UnreadableFile;
