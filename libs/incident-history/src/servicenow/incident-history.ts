import { importedIncidentId } from '@opsledger/contracts';
import type { IncidentHistory } from '../history';
import { inOrder } from './order';
import { outcomesOf } from './outcomes';
import { Telling } from './telling';
import { Timeline } from './timeline';
import { columnsOf } from './columns';
import type { Reader, Update } from './update';
import { isRepeated } from './update-keys';

/** Names the cells that differ between two rows, for people who wonder why a row gave nothing. */
export type Differences = (before: Update, after: Update) => string;

/** One incident's updates, in any order, as the facts they tell. */
export function historyOf(
  number: string,
  unordered: readonly Update[],
  { mapping, layout }: Reader,
  differences: Differences,
): IncidentHistory {
  const { updates, misfits } = inOrder(unordered);
  const telling = new Telling(number, updates, mapping);
  const timeline = new Timeline();
  const merged = new Map<number, string>();
  updates.forEach((update, index) => {
    const previous = updates[index - 1];
    if (isRepeated(previous, update)) return void merged.set(update.row, `repeats row ${previous!.row}`);
    const { before } = telling;
    const misfit = misfits.get(update);
    const facts = telling.tell(index, misfit ? [misfit] : []);
    if (facts.length === 0 && before) merged.set(update.row, differences(before, update));
    for (const fact of facts) timeline.add(fact);
  });
  const facts = timeline.end();
  const rows = outcomesOf(number, updates, facts, merged);
  const id = importedIncidentId(mapping.source, number);
  return { externalNumber: number, id, facts, rows, updates: telling.names, columns: columnsOf(layout) };
}
