import type { Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { linesOf, migrate } from '../operations/migrate';
import type { Context } from '../program';

interface Options {
  readonly to: string;
  readonly from?: string;
  readonly data?: string;
  readonly toPrefix?: string;
  readonly fromPrefix?: string;
  readonly readers?: string | true;
  readonly dryRun?: boolean;
}

export function addMigrate(program: Command, context: Context): void {
  const { environment } = context;
  program
    .command('migrate')
    .description('copy the log to another store, and compare the two')
    .requiredOption('--to <url>', 'where the log shall be: postgres://…, kurrentdb://… or esdb://…')
    .option('--from <url>', 'where it is (DATABASE_URL, else the embedded PostgreSQL)')
    .option('--data <directory>', 'data directory of the embedded PostgreSQL (OPSLEDGER_DATA, else .opsledger)')
    .option('--to-prefix <prefix>', 'what the stream names begin with on a KurrentDB target (KURRENTDB_PREFIX)')
    .option('--from-prefix <prefix>', 'the same on a KurrentDB source (KURRENTDB_PREFIX)')
    .option('--readers [url]', 'have the views and processes go on in the copy; they are in the source unless told')
    .option('--dry-run', 'compare what is there and say what would be copied')
    .addHelpText(
      'after',
      `
Copies in the order of the log; ids, times and hashes stay. Interrupted at any moment, the same command goes on there.
A target that holds another log is refused. Stop Opsledger for the last run: what is recorded meanwhile is not copied.
With --dry-run no event is written, though a target that is still empty is prepared to hold a log.
Exit code ${EXIT.ok}: both sides hold the same log. ${EXIT.failed}: they do not, or it was not finished.

Examples:
  opsledger migrate --to kurrentdb://admin:…@kdb:2113 --dry-run
  opsledger migrate --to kurrentdb://admin:…@kdb:2113 --readers
  opsledger migrate --from kurrentdb://admin:…@kdb:2113 --to postgres://… --readers postgres://…`,
    )
    .action(async ({ to, from, data, toPrefix, fromPrefix, readers, dryRun }: Options) => {
      const request = {
        to,
        from: data === undefined ? (from ?? environment.DATABASE_URL) : from,
        dataDir: data ?? environment.OPSLEDGER_DATA ?? '.opsledger',
        toPrefix: toPrefix ?? environment.KURRENTDB_PREFIX,
        fromPrefix: fromPrefix ?? environment.KURRENTDB_PREFIX,
        readers: readers === true ? 'source' : readers,
        dryRun,
      };
      const migrated = await migrate(request, context, context.signal);
      context.out.write(`${linesOf(migrated).join('\n')}\n`);
      if (migrated.comparison && !migrated.comparison.same)
        throw new CliError('Nothing was changed in the source.', EXIT.failed);
    });
}
