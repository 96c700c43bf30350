import type { Command } from 'commander';
import { CliError } from '../client/errors';
import { deadLetters, readersWithDeadLetters, retryDeadLetters } from '../operations/dead-letters';
import { requireAnswers, requireReader } from '../operations/readers';
import type { Context } from '../program';
import { counted, table } from '../terminal/table';

const UNSAID = 'say whether there are dead letters';

export function addDeadLetters(program: Command, context: Context): void {
  const letters = program.command('dead-letters').description('events that a read model or process could not apply');
  letters
    .command('list [reader]', { isDefault: true })
    .description('show them, the oldest first')
    .action(async (reader: string | undefined) => {
      const api = context.api();
      if (reader) await requireReader(api, reader);
      const found = await deadLetters(api, reader);
      const { unknown } = reader ? { unknown: [] } : await readersWithDeadLetters(api);
      if (found.length === 0 && unknown.length === 0) return void context.out.write('There are no dead letters.\n');
      const rows = found.map(
        ({ reader, key, position, eventType, attempts, error }) =>
          [reader, eventType, key, position, attempts, error ?? 'waits behind another'] as const,
      );
      if (found.length > 0)
        context.out.write(table(['READER', 'EVENT', 'RECORD', 'POSITION', 'ATTEMPTS', 'ERROR'], rows));
      requireAnswers(unknown, UNSAID);
    });
  letters
    .command('retry [reader]')
    .description('apply them again, in order, of one reader or of all')
    .action(async (reader: string | undefined) => {
      const api = context.api();
      if (reader) await requireReader(api, reader);
      const { readers, unknown } = reader ? { readers: [reader], unknown: [] } : await readersWithDeadLetters(api);
      if (readers.length === 0 && unknown.length === 0) return void context.out.write('There are no dead letters.\n');
      let stuck = 0;
      for (const name of readers) {
        const { applied, stillParked } = await retryDeadLetters(api, name);
        stuck += stillParked;
        context.out.write(
          `${name}: ${counted(applied, 'event')} applied, ${counted(stillParked, 'record')} still stuck.\n`,
        );
      }
      requireAnswers(unknown, UNSAID);
      if (stuck > 0) throw new CliError('Some events failed again: `opsledger dead-letters list` shows why.');
    });
}
