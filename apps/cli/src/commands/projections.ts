import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { parkedEvents, projections, rebuild, retryParked } from '../operations/readers';
import type { Context } from '../program';
import { counted, table } from '../terminal/table';

export function addProjections(program: Command, context: Context): void {
  program
    .command('projections')
    .description('show how far read models and processes are')
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
        : (await projections(api)).filter(({ kind }) => kind !== 'process').map((one) => one.name);
      for (const one of names) await rebuild(one, { api, terminal: context, sleep: context.sleep ?? wait });
      context.out.write(`${names.join(', ')}: rebuilt.\n`);
    });

  const parked = program.command('parked').description('events that a read model or process could not apply');
  parked
    .command('list [reader]', { isDefault: true })
    .description('show them, the oldest first')
    .action(async (reader: string | undefined) => {
      const events = await parkedEvents(context.api(), reader);
      if (events.length === 0) return void context.out.write('Nothing is parked.\n');
      const rows = events.map(
        ({ reader, key, position, eventType, attempts, error }) =>
          [reader, eventType, key, position, attempts, error ?? 'waits behind another'] as const,
      );
      context.out.write(table(['READER', 'EVENT', 'RECORD', 'POSITION', 'ATTEMPTS', 'ERROR'], rows));
    });
  parked
    .command('retry [reader]')
    .description('apply them again, in order, of one reader or of all')
    .action(async (reader: string | undefined) => {
      const api = context.api();
      const readers = reader ? [reader] : [...new Set((await parkedEvents(api)).map((event) => event.reader))];
      if (readers.length === 0) return void context.out.write('Nothing is parked.\n');
      let stuck = 0;
      for (const name of readers) {
        const { applied, stillParked } = await retryParked(api, name);
        stuck += stillParked;
        context.out.write(
          `${name}: ${counted(applied, 'event')} applied, ${counted(stillParked, 'record')} still stuck.\n`,
        );
      }
      if (stuck > 0) throw new CliError('Some events failed again: `opsledger parked list` shows why.');
    });
}
