import type { SourceRelation, SourceRow } from '@opsledger/contracts';

export interface Line<Said> {
  readonly line: number;
  readonly said: Said;
}

/** What is sent as one batch. */
export interface Chunk {
  readonly rows: readonly Line<SourceRow>[];
  readonly relations: readonly Line<SourceRelation>[];
  /** Rows that were told of already: they are sent along so that the relations find what they name. */
  readonly assumed: readonly SourceRow[];
}

/** As many as a batch may have. */
const ROWS = 200;
const RELATIONS = 500;

/** Items first, for relations name them. */
export function* chunksOf(
  rows: readonly Line<SourceRow>[],
  relations: readonly Line<SourceRelation>[],
  { dryRun }: { readonly dryRun: boolean },
): Generator<Chunk> {
  for (let from = 0; from < rows.length; from += ROWS)
    yield { rows: rows.slice(from, from + ROWS), relations: [], assumed: [] };
  // A dry run brings nothing that a later batch could find.
  yield* withWhatTheyName(relations, dryRun ? rows : []);
}

const keyOf = (source: string, id: string): string => JSON.stringify([source, id]);

function* withWhatTheyName(
  relations: readonly Line<SourceRelation>[],
  rows: readonly Line<SourceRow>[],
): Generator<Chunk> {
  const said = new Map<string, SourceRow[]>();
  for (const { said: row } of rows) {
    const key = keyOf(row.source, row.externalId);
    said.set(key, [...(said.get(key) ?? []), row]);
  }
  let chunk: Line<SourceRelation>[] = [];
  let assumed = new Set<SourceRow>();
  for (const relation of relations) {
    const { source, from, to } = relation.said;
    const named = [from, to].flatMap((id) => said.get(keyOf(source, id)) ?? []);
    const lacking = new Set(named.filter((row) => !assumed.has(row)));
    if (chunk.length === RELATIONS || (chunk.length > 0 && assumed.size + lacking.size > ROWS)) {
      yield { rows: [], relations: chunk, assumed: [...assumed] };
      chunk = [];
      assumed = new Set();
    }
    chunk.push(relation);
    for (const row of named) if (assumed.size < ROWS) assumed.add(row);
  }
  if (chunk.length > 0) yield { rows: [], relations: chunk, assumed: [...assumed] };
}
