import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Api } from '../client/api';
import { CliError, EXIT, Interrupted } from '../client/errors';
import { overview, requireAnswers } from '../operations/readers';
import { rebuild, type Waiting } from '../operations/rebuild';
import type { Context } from '../program';
import { table } from '../terminal/table';

export function addProjections(program: Command, context: Context): void {
  program
    .command('projections')
    .description('show how far read models, processes and publishers are')
    .action(async () => {
      const { items, unanswered } = await overview(context.api());
      const rows = items.map(
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
      requireAnswers(unanswered, 'tell of theirs');
    });

  program
    .command('rebuild [projection]')
    .description('build a read model anew from the log, beside the live one')
    .option('--all', 'one after the other')
    .action(async (name: string | undefined, { all }: { all?: boolean }) => {
      if (Boolean(name) === Boolean(all)) throw new CliError('Name one projection, or say --all.', EXIT.usage);
      const api = context.api();
      const { names, unanswered } = name ? { names: [name], unanswered: [] } : await everyProjection(api);
      await rebuildAll(names, { api, terminal: context, sleep: context.sleep ?? wait });
      if (names.length > 0) context.out.write(`${names.join(', ')}: rebuilt.\n`);
      requireAnswers(unanswered, 'tell of theirs, which are as they were');
    });
}

async function everyProjection(api: Api): Promise<{ names: readonly string[]; unanswered: readonly string[] }> {
  const { items, unanswered } = await overview(api);
  const names = items.filter(({ kind = 'projection' }) => kind === 'projection').map(({ name }) => name);
  return { names, unanswered };
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
