import { ListCiClasses, type CiClassView } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { progressOf, type Terminal } from '../terminal/progress';
import type { Pause } from './carried-out';
import { itemChunks, relationChunks, type Chunk, type Line } from './ci-chunks';
import { ciRelations, ciRows, type Read } from './ci-rows';
import { reconcileChunk, type LineOutcome } from './reconcile-chunk';

interface CiImportRequest {
  readonly file: string;
  readonly relations?: string;
  readonly source?: string;
  readonly label: string;
  readonly dryRun: boolean;
}

/** What an import did; every line of both files is among `perLine` once. */
interface CiImportReport {
  /** Whether it came to its end; a line is unfinished only if it did not. */
  readonly complete: boolean;
  readonly label: string;
  readonly dryRun: boolean;
  readonly batches: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly perLine: readonly LineOutcome[];
}

interface CiImported {
  readonly report: CiImportReport;
  /** What ended the import before all was carried out. */
  readonly endedBy?: unknown;
}

interface Context {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly pause?: Pause;
}

/** Sends source rows batch by batch; each is carried out before the next, which may name what it brought. */
export async function importCis(
  { file, relations: relationsFile, source, label, dryRun }: CiImportRequest,
  { api, terminal, pause }: Context,
): Promise<CiImported> {
  const { items: classes } = await api.get<{ items: CiClassView[] }>(pathOf(ListCiClasses));
  const rows = await ciRows(file, source, classes);
  const relations = relationsFile ? await ciRelations(relationsFile, source) : [];
  const perLine = [...unreadable(rows, 'items'), ...unreadable(relations, 'relations')];
  const batches: string[] = [];
  const progress = progressOf(terminal, 'Reconciling lines', rows.length + relations.length);
  progress.advance(perLine.length);
  const run = async (chunks: Iterable<Chunk>): Promise<void> => {
    for (const chunk of chunks) {
      const reconciled = await reconcileChunk(chunk, { api, label, dryRun, pause });
      batches.push(...reconciled.batches);
      perLine.push(...reconciled.lines);
      progress.advance(chunk.rows.length + chunk.relations.length);
    }
  };
  const [items, edges] = [readable(rows), readable(relations)];
  let endedBy: unknown;
  try {
    await run(itemChunks(items));
    // A dry run brings nothing that a later batch could find.
    const refused = perLine.filter(({ outcome }) => outcome === 'refused');
    await run(relationChunks(edges, dryRun ? without(linesOf('items', refused), items) : []));
  } catch (error) {
    endedBy = error;
    perLine.push(...unfinished(items, 'items', perLine), ...unfinished(edges, 'relations', perLine));
  } finally {
    progress.done();
  }
  perLine.sort((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1));
  const complete = endedBy === undefined;
  return { report: { complete, label, dryRun, batches, counts: countsOf(perLine), perLine }, endedBy };
}

const readable = <Said>(lines: readonly Read<Said>[]): Line<Said>[] =>
  lines.flatMap((one) => ('said' in one ? [one] : []));

const unreadable = (lines: readonly Read<unknown>[], file: LineOutcome['file']): LineOutcome[] =>
  lines.flatMap((one) => ('why' in one ? [{ file, line: one.line, outcome: 'unreadable', why: one.why }] : []));

/** What is told so far says nothing of these: their batch was not sent, or not waited for to its end. */
const unfinished = (
  lines: readonly Line<unknown>[],
  file: LineOutcome['file'],
  perLine: readonly LineOutcome[],
): LineOutcome[] =>
  without(linesOf(file, perLine), lines).map(({ line }) => ({
    file,
    line,
    outcome: 'unfinished',
    why: 'The import ended before it was told what became of this.',
  }));

const linesOf = (file: LineOutcome['file'], perLine: readonly LineOutcome[]): Set<number> =>
  new Set(perLine.filter((one) => one.file === file).map(({ line }) => line));

const without = <Said>(left: ReadonlySet<number>, lines: readonly Line<Said>[]): Line<Said>[] =>
  lines.filter(({ line }) => !left.has(line));

function countsOf(perLine: readonly LineOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { file, outcome } of perLine) {
    const name = file === 'items' ? outcome : `relations: ${outcome}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
