import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SubmitReconciliation } from '@opsledger/contracts';
import type { Command } from 'commander';
import { CliError, EXIT, GOES_ON, Interrupted, withNothingChanged } from '../../client/errors';
import { importCis } from '../../import/import-cis';
import { requireReportPlace } from '../../import/report-file';
import { requireLastingFile } from '../../named-file';
import type { Context } from '../../program';
import { counted } from '../../terminal/table';
import { aboutTheFile } from './about-the-file';

const HELP = `
Columns: source, external_id, class, name, serial, environment, location, description, criticality; any other
is an attribute of the class. Empty cells say nothing. Running it again changes nothing.

Examples:
  opsledger import cis vms.csv --source vcenter --dry-run --report plan.json
  opsledger import cis vms.csv --source vcenter --relations edges.csv --label monday
  opsledger import undo monday`;

interface Options {
  readonly dryRun?: boolean;
  readonly relations?: string;
  readonly source?: string;
  readonly label?: string;
  readonly report?: string;
}

export function addCis(parent: Command, context: Context): void {
  parent
    .command('cis <file>')
    .description('bring configuration items up to date from a CSV file of a source')
    .option('--relations <file>', 'CSV of relations: source, from, kind, to')
    .option('--source <name>', 'the system that says so, where the file has no column source')
    .option('--label <name>', 'name of this import, to undo it by (default: file name and time)')
    .option('--dry-run', 'tell what would be done, change nothing; relations of items not there yet count as rejected')
    .option('--report <file>', 'write what became of every line, as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
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
      if (endedBy && report.dryRun) withNothingChanged(endedBy);
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
}

const { maxLength: LONGEST_LABEL = 0 } = SubmitReconciliation.payload.properties.label;

function requireLabel(label: string): void {
  if (label.trim() !== '' && label.length <= LONGEST_LABEL) return;
  throw new CliError(
    `--label: 1 to ${LONGEST_LABEL} characters, not all blank: by it the import is undone.`,
    EXIT.usage,
  );
}
