import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { CliError, EXIT, Interrupted } from '../client/errors';
import { projections, rebuild, type Waiting } from '../operations/readers';
import type { Context } from '../program';
import { table } from '../terminal/table';

export function addProjections(program: Command, context: Context): void {
  program
    .command('projections')
    .description('show how far read models, processes and publishers are')
    .action(async () => {
      const all = await projections(context.api());
      const rows = all.map(
        ({ name, kind = '', version, state, position, lagMs, parked, error }) =>
          [
            name,
            kind,
            version ?? '',
            state,
            position,
            lagMs === undefined ? '' : `${lagMs} ms`,
            parked ?? '',
            error ?? '',
          ] as const,
      );
      context.out.write(table(['NAME', 'KIND', 'VERSION', 'STATE', 'POSITION', 'LAG', 'PARKED', 'ERROR'], rows));
    });

  program
    .command('rebuild [projection]')
    .description('build a read model anew from the log, beside the live one')
    .option('--all', 'one after the other')
    .action(async (name: string | undefined, { all }: { all?: boolean }) => {
      if (Boolean(name) === Boolean(all)) throw new CliError('Name one projection, or say --all.', EXIT.usage);
      const api = context.api();
      const names = name
        ? [name]
        : (await projections(api)).filter(({ kind = 'projection' }) => kind === 'projection').map((one) => one.name);
      await rebuildAll(names, { api, terminal: context, sleep: context.sleep ?? wait });
      context.out.write(`${names.join(', ')}: rebuilt.\n`);
    });
}

async function rebuildAll(names: readonly string[], waiting: Waiting): Promise<void> {
  for (const [at, name] of names.entries()) {
    try {
      await rebuild(name, waiting);
    } catch (error) {
      throw error instanceof Interrupted ? new Interrupted(stoppedAt(at, names)) : error;
    }
  }
}

function stoppedAt(at: number, names: readonly string[]): string {
  const [rebuilt, rest] = [names.slice(0, at), names.slice(at + 1)];
  return [
    `the server goes on rebuilding ${names[at]}.`,
    ...(rebuilt.length > 0 ? [`Rebuilt: ${rebuilt.join(', ')}.`] : []),
    ...(rest.length > 0 ? [`Not begun: ${rest.join(', ')}.`] : []),
  ].join(' ');
}
