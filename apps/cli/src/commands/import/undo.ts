import type { Command } from 'commander';
import { CliError, EXIT } from '../../client/errors';
import { keptLines, type Kept } from '../../import/kept-lines';
import { undoCis, type UndoneCis } from '../../import/undo-cis';
import { undoImport, type Undone } from '../../import/undo-import';
import type { Context } from '../../program';
import { counted } from '../../terminal/table';

/** Of the reasons why something stays; more would not be read. */
const SHOWN = 20;

export function addUndo(parent: Command, context: Context): void {
  parent
    .command('undo <batch>')
    .description('withdraw the incidents, or take back what was said of configuration items, that an import brought')
    .option('--reason <text>', 'why, for the history')
    .action(async (batch: string, { reason }: { reason?: string }) => {
      if (batch.trim() === '')
        throw new CliError('Name the import to undo: what it was told to be called at its end.', EXIT.usage);
      const items = await undoCis(batch, reason, { api: context.api(), pause: context.sleep });
      const incidents = await undoImport(batch, reason, { api: context.api(), terminal: context });
      if (items.undone === 0 && isNothing(incidents))
        throw new CliError(`There is no import "${batch}", or it is undone already.`);
      const kept = [...toldItems(items, context), ...toldIncidents(incidents, context)];
      for (const line of keptLines(kept).slice(0, SHOWN)) context.err.write(`${line}\n`);
      if (kept.length > 0) throw new CliError(`${counted(kept.length, 'thing')} could not be taken back.`);
    });
}

const isNothing = ({ withdrawn, reduced, stubs, kept }: Undone): boolean =>
  withdrawn + reduced + stubs + kept.length === 0;

/** Says what was undone, and answers what stays. */
function toldItems({ undone, kept }: UndoneCis, { out }: Context): Kept[] {
  if (undone > 0) out.write(`${counted(undone, 'reconciliation')} undone.\n`);
  return kept.map(({ name, field, why }) => ({ name, verbs: [`keeps ${field}`, `keep ${field}`], why }));
}

/** Says what was undone, and answers what stays. */
function toldIncidents(undone: Undone, { out }: Context): Kept[] {
  if (isNothing(undone)) return [];
  const { withdrawn, reduced, stubs, kept } = undone;
  out.write(`${counted(withdrawn, 'incident')} withdrawn, and ${counted(stubs, 'record')} known only from them.\n`);
  if (reduced > 0) out.write(`${counted(reduced, 'incident')} as earlier imports told them.\n`);
  return kept.map(({ number, why }) => ({ name: number, verbs: ['stays', 'stay'], why }));
}
