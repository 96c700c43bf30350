import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { CliError, EXIT, Interrupted } from '../client/errors';
import { projections } from '../operations/readers';
import { rebuild, type Waiting } from '../operations/rebuild';
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
      context.out.write(table(['NAME', 'KIND', 'VERSION', 'STATE', 'POSITION', 'LAG', 'DEAD LETTERS', 'ERROR'], rows));
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
      if (!(error instanceof Interrupted)) throw error;
      const [before, after] = [names.slice(0, at), names.slice(at + 1)];
      throw new Interrupted(`${error.next}${listed('Rebuilt', before)}${listed('Not begun', after)}`);
    }
  }
}

const listed = (what: string, names: readonly string[]): string =>
  names.length > 0 ? ` ${what}: ${names.join(', ')}.` : '';
