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
/** Of one item, so that a relation's two have room. */
const ROWS_OF_ONE = ROWS / 2;

export function* itemChunks(rows: readonly Line<SourceRow>[]): Generator<Chunk> {
  for (let from = 0; from < rows.length; from += ROWS)
    yield { rows: rows.slice(from, from + ROWS), relations: [], assumed: [] };
}

/** Two smaller batches that say the same; none of a single line. */
export function halvesOf({ rows, relations, assumed }: Chunk): Chunk[] {
  if (rows.length + relations.length < 2) return [];
  const [row, relation] = [Math.ceil(rows.length / 2), Math.ceil(relations.length / 2)];
  const half = (some: Pick<Chunk, 'rows' | 'relations'>): Chunk => {
    const named = new Set(some.relations.flatMap(({ said }) => namedBy(said)));
    return { ...some, assumed: assumed.filter((one) => named.has(keyOf(one.source, one.externalId))) };
  };
  return [
    half({ rows: rows.slice(0, row), relations: relations.slice(0, relation) }),
    half({ rows: rows.slice(row), relations: relations.slice(relation) }),
  ];
}

const keyOf = (source: string, id: string): string => JSON.stringify([source, id]);

const namedBy = ({ source, from, to }: SourceRelation): string[] => [keyOf(source, from), keyOf(source, to)];

/** @param rows Those that are sent along where a relation names them */
export function* relationChunks(
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
    const named = namedBy(relation.said).flatMap((key) => (said.get(key) ?? []).slice(0, ROWS_OF_ONE));
    const lacking = new Set(named.filter((row) => !assumed.has(row)));
    if (chunk.length === RELATIONS || (chunk.length > 0 && assumed.size + lacking.size > ROWS)) {
      yield { rows: [], relations: chunk, assumed: [...assumed] };
      chunk = [];
      assumed = new Set();
    }
    chunk.push(relation);
    for (const row of named) assumed.add(row);
  }
  if (chunk.length > 0) yield { rows: [], relations: chunk, assumed: [...assumed] };
}
