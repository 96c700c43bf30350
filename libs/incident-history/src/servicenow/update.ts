import type { HoldReason, IncidentState } from '@opsledger/contracts';
import { atMost, count, flag, hasNul, known, knownProse, quoted } from './cells/text';
import type { Instant } from './cells/instants';
import { COLUMNS, type Column, type Layout } from './columns';
import type { Mapping } from './mapping';

/** The state a row shows; `state` is null where the word means none. */
export interface Status {
  readonly state: IncidentState | null;
  readonly hold: HoldReason | null;
  /** The word in the file. */
  readonly said: string;
}

/** One row of the log as it is in the file. */
export interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

/** One row of the log, its cells read: the whole record as it stood after one update. */
export interface Update {
  readonly row: number;
  readonly at: string;
  readonly modCount: number | null;
  readonly status: Status;
  readonly active: boolean | null;
  readonly madeSla: boolean | null;
  readonly reopenCount: number | null;
  readonly reassignmentCount: number | null;
  readonly openedAt: string | null;
  readonly createdAt: string | null;
  readonly resolvedAt: string | null;
  readonly closedAt: string | null;
  /** Of times that are in doubt: what the source says, and how it was read. */
  readonly readings: Readonly<Partial<Record<Column, string>>>;
  /** Columns whose text holds a NUL character. */
  readonly nuls: readonly Column[];
  /** Any other column, in one line; null where nothing is known. */
  readonly text: (column: Column) => string | null;
  readonly has: (column: Column) => boolean;
  readonly prose: (column: Column) => string | null;
  readonly cells: readonly string[];
}

/** Why a row cannot be read, in words for the report of the import. */
export type Refused = { readonly refused: string };

/** What reading a row takes besides the row. */
export interface Reader {
  readonly layout: Layout;
  readonly mapping: Mapping;
  readonly instant: (text: string) => Instant;
}

/** Reads the cells of a row; refused when a date of it cannot be read. */
export function readUpdate(row: number, cells: readonly string[], reader: Reader): Update | Refused {
  const cell = (column: Column) => cellOf(cells, column, reader.layout);
  const problems: string[] = [];
  const readings: Partial<Record<Column, string>> = {};
  const instant = (column: Column): string | null => {
    const text = known(cell(column));
    if (text === null) return null;
    const read = reader.instant(text);
    if ('iso' in read) {
      if (read.reading) readings[column] = `The source gives ${quoted(text)} as ${column}, ${read.reading}.`;
      return read.iso;
    }
    problems.push(`${column}: ${read.problem}`);
    return null;
  };
  const update = {
    row,
    at: instant('sys_updated_at'),
    modCount: count(cell('sys_mod_count')),
    status: statusOf(known(cell('incident_state')), known(cell('hold_reason')), reader.mapping),
    active: flag(cell('active')),
    madeSla: flag(cell('made_sla')),
    reopenCount: count(cell('reopen_count')),
    reassignmentCount: count(cell('reassignment_count')),
    openedAt: instant('opened_at'),
    createdAt: instant('sys_created_at'),
    resolvedAt: instant('resolved_at'),
    closedAt: instant('closed_at'),
    readings,
    nuls: columnsWithNul(cells, reader.layout),
    text: (column: Column) => known(cell(column)),
    has: (column: Column) => reader.layout.at[column] !== undefined,
    prose: (column: Column) => knownProse(cell(column)),
    cells,
  };
  if (problems.length > 0) return { refused: problems.join('; ') };
  if (update.at === null) return { refused: 'sys_updated_at is empty: nothing tells when this update was made' };
  return { ...update, at: update.at };
}

/** The text of a cell as it stands in the file; undefined when the file has no such column. */
export function cellOf(cells: readonly string[], column: Column, layout: Layout): string | undefined {
  const index = layout.at[column];
  return index === undefined ? undefined : cells[index];
}

const columnsWithNul = (cells: readonly string[], layout: Layout): readonly Column[] =>
  cells.some(hasNul) ? COLUMNS.filter((column) => hasNul(cellOf(cells, column, layout) ?? '')) : [];

function statusOf(said: string | null, holdReason: string | null, mapping: Mapping): Status {
  const word = said === null ? undefined : mapping.states[said.toLowerCase()];
  if (!word) return { state: null, hold: null, said: atMost(60, said ?? '') };
  const [state, hold] = word.split(':') as [IncidentState, HoldReason | undefined];
  const given = holdReason === null ? undefined : mapping.holdReasons[holdReason.toLowerCase()];
  return { state, hold: hold ?? (state === 'on_hold' ? (given ?? null) : null), said: atMost(60, said!) };
}
