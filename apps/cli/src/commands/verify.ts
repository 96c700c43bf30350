import type { Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { verdict, verify } from '../operations/verify';
import type { Context } from '../program';

interface Options {
  readonly databaseUrl?: string;
  readonly data?: string;
  readonly key?: string;
  readonly checkpoint?: string;
  readonly kurrentdbUrl?: string;
  readonly prefix?: string;
}

export function addVerify(program: Command, context: Context): void {
  const { environment } = context;
  program
    .command('verify')
    .description('check that the log is as it was recorded: hash chains, order, signed checkpoints')
    .option('--database-url <url>', 'PostgreSQL that holds the log (DATABASE_URL)')
    .option('--data <directory>', 'data directory of the embedded PostgreSQL (OPSLEDGER_DATA, else .opsledger)')
    .option('--key <file>', 'PEM file of the key that signs checkpoints, its public half will do')
    .option('--checkpoint <file>', 'JSON file of a checkpoint that was kept elsewhere')
    .option('--kurrentdb-url <url>', 'KurrentDB server that holds the log (KURRENTDB_URL where EVENT_STORE=kurrentdb)')
    .option('--prefix <prefix>', 'what the stream names begin with there (KURRENTDB_PREFIX)')
    .addHelpText(
      'after',
      `
Reads the log itself and needs no server; a running one is not disturbed.
Exit code ${EXIT.ok}: the log is intact. ${EXIT.failed}: it is not, and each finding says which record.

Examples:
  opsledger verify
  opsledger verify --database-url postgres://… --key checkpoints.pem.pub --checkpoint last-friday.json`,
    )
    .action(async ({ databaseUrl, data, key, checkpoint, kurrentdbUrl, prefix }: Options) => {
      const isElsewhere = data === undefined ? (databaseUrl ?? environment.DATABASE_URL) : databaseUrl;
      const dataDir = data ?? environment.OPSLEDGER_DATA ?? '.opsledger';
      const namesDatabase = databaseUrl !== undefined || data !== undefined;
      const onServer =
        environment.EVENT_STORE === 'kurrentdb' && !namesDatabase ? environment.KURRENTDB_URL : undefined;
      const request = {
        databaseUrl: isElsewhere,
        dataDir,
        key,
        checkpoint,
        kurrentdbUrl: kurrentdbUrl ?? onServer,
        prefix: prefix ?? environment.KURRENTDB_PREFIX,
      };
      const report = await verify(request, context, context.signal);
      context.out.write(verdict(report));
      if (!report.intact) throw new CliError('Keep this log as it is and compare it with a backup.', EXIT.failed);
    });
}
