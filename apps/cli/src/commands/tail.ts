import type { Command } from 'commander';
import { tail, type TailOptions } from '../operations/tail';
import type { Context } from '../program';

interface Options {
  readonly type?: string[];
  readonly subject?: string;
  readonly from?: string;
  readonly follow: boolean;
  readonly json?: boolean;
}

export function addTail(program: Command, context: Context): void {
  program
    .command('tail')
    .description('print events as they are recorded')
    .option('--type <type...>', 'only these, e.g. IncidentResolved')
    .option('--subject <record>', 'only those about one record: its number or id')
    .option(
      '--from <position>',
      'begin after this position, or at the "start" of the log (default: now; the start with --no-follow)',
    )
    .option('--no-follow', 'print what there is, and stop at the end of the log')
    .option('--json', 'one CloudEvent per line')
    .addHelpText(
      'after',
      `
Examples:
  opsledger tail --type IncidentResolved IncidentReopened
  opsledger tail --no-follow --json > log.ndjson
  opsledger tail --subject INC0000042 --from start`,
    )
    .action(async ({ type, subject, from, follow, json }: Options) => {
      const options: TailOptions = { types: type ?? [], subject, from, follow, json: json ?? false };
      const { out, err, sleep, signal, readerGone } = context;
      const ends = [signal, readerGone].filter((one) => one !== undefined);
      try {
        await tail(options, { api: context.api(), out, err, sleep, signal: AbortSignal.any(ends) });
      } catch (error) {
        // Nothing is left to say, and nobody to say it to.
        if (!readerGone?.aborted) throw error;
      }
    });
}
