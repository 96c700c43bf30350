import { ListCiClasses, type CiClassView } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf } from '../client/commands';
import { progressOf, type Terminal } from '../terminal/progress';
import type { Pause } from './carried-out';
import { itemChunks, relationChunks, type Chunk, type Line } from './ci-chunks';
import { ciRelations, ciRows, type Read } from './ci-rows';
import { reconcileChunk, type LineOutcome } from './reconcile-chunk';

export interface CiImportRequest {
  readonly file: string;
  readonly relations?: string;
  readonly source?: string;
  readonly label: string;
  readonly dryRun: boolean;
}

/** What an import did; every line of both files is among `perLine` once. */
export interface CiImportReport {
  readonly label: string;
  readonly dryRun: boolean;
  readonly batches: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly perLine: readonly LineOutcome[];
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
): Promise<CiImportReport> {
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
  try {
    const items = readable(rows);
    await run(itemChunks(items));
    // A dry run brings nothing that a later batch could find.
    await run(relationChunks(readable(relations), dryRun ? without(refusedIn(perLine), items) : []));
  } finally {
    progress.done();
  }
  perLine.sort((one, other) => (one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1));
  return { label, dryRun, batches, counts: countsOf(perLine), perLine };
}

const readable = <Said>(lines: readonly Read<Said>[]): Line<Said>[] =>
  lines.flatMap((one) => ('said' in one ? [one] : []));

const unreadable = (lines: readonly Read<unknown>[], file: LineOutcome['file']): LineOutcome[] =>
  lines.flatMap((one) => ('why' in one ? [{ file, line: one.line, outcome: 'unreadable', why: one.why }] : []));

const refusedIn = (perLine: readonly LineOutcome[]): Set<number> =>
  new Set(perLine.flatMap(({ file, line, outcome }) => (file === 'items' && outcome === 'refused' ? [line] : [])));

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
