import { Command, CommanderError } from 'commander';
import { Api } from './client/api';
import { CliError, EXIT } from './client/errors';
import { addBench } from './commands/bench';
import { addDeadLetters } from './commands/dead-letters';
import { addDemo } from './commands/demo';
import { addImport } from './commands/import';
import { addMigrate } from './commands/migrate';
import { addProjections } from './commands/projections';
import { addSla } from './commands/sla';
import { addTail } from './commands/tail';
import { addVerify } from './commands/verify';
import type { Terminal } from './terminal/progress';

/** Everything the program takes from the outside; tests give their own. */
export interface World extends Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly fetch?: typeof fetch;
  /** Aborted when the user interrupts. */
  readonly signal?: AbortSignal;
  /** Aborted when nobody reads the output any more; what does more than print goes on. */
  readonly readerGone?: AbortSignal;
}

/** What the subcommands share. */
export interface Context extends World {
  readonly api: () => Api;
}

const EXAMPLES = `
Examples:
  opsledger demo                                      fill an empty system with a year of operations
  opsledger import servicenow log.csv --dry-run       see what an import would do, row by row
  opsledger import servicenow log.csv --report r.json
  opsledger tail --type IncidentResolved              watch the log
  opsledger sla simulate proposal.json                what a policy would have made of all history
  opsledger projections                               how far the read models are
  opsledger dead-letters                              events that a read model or process could not apply
  opsledger verify                                    check the log's hash chains, server stopped or not
  opsledger migrate --to kurrentdb://…                 copy the log to another store, and compare the two

Exit codes: ${EXIT.ok} done, ${EXIT.failed} something went wrong, ${EXIT.usage} wrong usage, ${EXIT.unreachable} no server there, ${EXIT.notAllowed} not allowed, ${EXIT.interrupted} interrupted.
Ctrl-C stops after what is on its way; a second one, at once.`;

function programFor(world: World): Command {
  const program = new Command('opsledger')
    .description('Operate Opsledger from the command line: import, demo, tail, rebuild, sla, verify, migrate, bench.')
    .option(
      '--url <url>',
      'where Opsledger is (OPSLEDGER_URL)',
      world.environment.OPSLEDGER_URL ?? 'http://127.0.0.1:3000',
    )
    .option('--token <token>', 'access token (OPSLEDGER_TOKEN)')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(add --help for what there is)')
    .configureOutput({ writeOut: (text) => world.out.write(text), writeErr: (text) => world.err.write(text) })
    .exitOverride();
  const api = (): Api => {
    const { url, token = world.environment.OPSLEDGER_TOKEN } = program.opts<{ url: string; token?: string }>();
    return new Api({
      url: checkedUrl(url),
      token: checkedToken(token),
      fetch: world.fetch,
      sleep: world.sleep,
      signal: world.signal,
    });
  };
  const context: Context = { ...world, api };
  for (const add of [
    addImport,
    addDemo,
    addTail,
    addProjections,
    addDeadLetters,
    addSla,
    addVerify,
    addMigrate,
    addBench,
  ])
    add(program, context);
  return program;
}

function checkedUrl(url: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new CliError(`"${url}" is no address: give one such as http://127.0.0.1:3000.`, EXIT.usage);
}

/** Refused without saying it: it is a secret. */
function checkedToken(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]*$/.test(token)) return token;
  throw new CliError(
    'The access token has a blank, a line break or another sign in it that no token has: give it as it was printed.',
    EXIT.usage,
  );
}

/** Runs the program and answers its exit code; never throws. */
export async function run(args: readonly string[], world: World): Promise<number> {
  try {
    await programFor(world).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof Error && error.name === 'AbortError') return EXIT.interrupted;
    world.err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof CliError ? error.exitCode : EXIT.failed;
  }
}
