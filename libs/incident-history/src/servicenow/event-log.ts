import { importedIncidentId } from '@opsledger/contracts';
import type { CsvFile } from '../csv/read-csv';
import type { IncidentHistory, RowOutcome } from '../history';
import { instantReader, ordersAllowedBy, readInstant } from './cells/instants';
import { known } from './cells/text';
import { layoutOf, type Column, type Layout } from './columns';
import { historyOf } from './incident-history';
import type { Mapping } from './mapping';
import { cellOf, readUpdate, type Reader, type Refused, type Update } from './update';

/**
 * A log read into memory, grouped by incident; its facts are made as they are asked for. Cells are kept
 * once however often they repeat: 1,000,000 rows take less than 2 GB.
 */
export interface EventLog {
  readonly rowCount: number;
  readonly incidentCount: number;
  /** Said once per file: columns that mean nothing here, words the mapping does not know. */
  readonly warnings: readonly string[];
  /** Rows that belong to no incident. */
  readonly refused: readonly RowOutcome[];
  /**
   * One history per incident, in order of first appearance; every other row is in one of these. To be asked
   * for once: what was given out is let go of.
   */
  readonly histories: () => Generator<IncidentHistory>;
}

interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

const DATE_COLUMNS: readonly Column[] = ['opened_at', 'sys_created_at', 'sys_updated_at', 'resolved_at', 'closed_at'];

/**
 * Reads a whole log: rows of one incident may be anywhere in it.
 *
 * @throws MissingColumns when number, state or time of update is not among the columns
 */
export async function readEventLog(file: CsvFile, mapping: Mapping): Promise<EventLog> {
  const layout = layoutOf(file.header, mapping.columns);
  const incidents = new Map<string, Line[]>();
  const refused: RowOutcome[] = [];
  const interned = interner();
  const dates = dateEvidence();
  let rowCount = 0;
  for await (const record of file.rows) {
    rowCount++;
    const { row } = record;
    const problem = 'problem' in record ? record.problem : raggedness(record.cells, layout);
    const number = 'problem' in record || problem ? null : known(cellOf(record.cells, 'number', layout));
    if (problem || number === null || 'problem' in record) {
      refused.push({
        row,
        number: null,
        outcome: 'refused',
        why: problem ?? 'number is empty: the row belongs to no incident',
      });
      continue;
    }
    const cells = record.cells.map(interned);
    for (const column of DATE_COLUMNS) dates.see(cellOf(cells, column, layout));
    const lines = incidents.get(number);
    if (lines) lines.push({ row, cells });
    else incidents.set(number, [{ row, cells }]);
  }
  const isWrongOrder = dates.allSay(mapping.dateOrder === 'day-first' ? 'month-first' : 'day-first');
  const instants = instantReader(mapping.dateOrder, mapping.zone);
  const reader: Reader = { layout, mapping, instant: isWrongOrder ? refuseUnlessYearFirst(mapping) : instants };
  return {
    rowCount,
    incidentCount: incidents.size,
    warnings: warningsOf(layout, incidents, mapping, isWrongOrder, dates.impossible(mapping)),
    refused,
    *histories() {
      for (const [number, lines] of incidents) {
        incidents.delete(number);
        yield readIncident(number, lines, reader);
      }
    },
  };
}

/** A row with more or fewer cells than the header: they cannot be told apart any more. */
function raggedness(cells: readonly string[], { header }: Layout): string | undefined {
  if (cells.length === header.length) return undefined;
  return `${cells.length} cells where the header has ${header.length}: a comma or quote in a cell is probably not quoted`;
}

function readIncident(number: string, lines: readonly Line[], reader: Reader): IncidentHistory {
  const read = lines.map(({ row, cells }) => ({ row, update: readUpdate(row, cells, reader) }));
  const updates = read.flatMap(({ update }) => (isRefused(update) ? [] : [update]));
  const refused = read.flatMap(({ row, update }): RowOutcome[] =>
    isRefused(update) ? [{ row, number, outcome: 'refused', why: update.refused }] : [],
  );
  if (updates.length === 0) {
    return { externalNumber: number, id: importedIncidentId(reader.mapping.source, number), facts: [], rows: refused };
  }
  const history = historyOf(number, updates, reader.mapping, differencesIn(reader.layout));
  return { ...history, rows: [...history.rows, ...refused].sort((a, b) => a.row - b.row) };
}

const isRefused = (update: Update | Refused): update is Refused => 'refused' in update;

const differencesIn = (layout: Layout) => {
  const sentences = interner();
  return (before: Update, after: Update): string => {
    const changed = layout.header.filter((_, index) => before.cells[index] !== after.cells[index]);
    return sentences(changed.length === 0 ? 'nothing changed' : `changed only ${changed.join(', ')}`);
  };
};

/** The same string object for equal strings, so that a value repeated a million times is held once. */
function interner(): (text: string) => string {
  const seen = new Map<string, string>();
  return (text) => {
    const kept = seen.get(text);
    if (kept !== undefined) return kept;
    // A cell is a slice that would keep the chunk it was cut from alive.
    const own = Buffer.from(text).toString();
    seen.set(own, own);
    return own;
  };
}

/** Gathers whether the file's dates can be day first, month first or both. */
function dateEvidence() {
  const seen = new Set<string>();
  const only = { 'day-first': 0, 'month-first': 0 };
  let example: string | undefined;
  return {
    see(cell: string | undefined): void {
      const text = known(cell);
      if (text === null || seen.has(text)) return;
      seen.add(text);
      const allowed = ordersAllowedBy(text);
      if (allowed.length !== 1) return;
      only[allowed[0]!]++;
      if (allowed[0] === 'month-first') example ??= text;
    },
    /** Every date that tells, tells this order. */
    allSay: (order: 'day-first' | 'month-first') =>
      only[order] > 0 && only[order === 'day-first' ? 'month-first' : 'day-first'] === 0,
    /** How many dates the order that was asked for cannot read, though the other could. */
    impossible: (mapping: Mapping) => only[mapping.dateOrder === 'day-first' ? 'month-first' : 'day-first'],
  };
}

/** When the whole file is written the other way round, 03-04-2016 would be misread without a sign. */
const refuseUnlessYearFirst =
  ({ dateOrder, zone }: Mapping): Reader['instant'] =>
  (text) =>
    ordersAllowedBy(text).length === 0
      ? readInstant(text, dateOrder, zone)
      : { problem: `"${text}": the dates of this file are not ${dateOrder}; ${adviceOn(dateOrder)}` };

const adviceOn = (order: string): string =>
  `set {"dateOrder": "${order === 'day-first' ? 'month-first' : 'day-first'}"} in the mapping file`;

function warningsOf(
  layout: Layout,
  incidents: ReadonlyMap<string, readonly Line[]>,
  mapping: Mapping,
  isWrongOrder: boolean,
  impossibleDates: number,
): string[] {
  const warnings: string[] = [];
  if (layout.ignored.length > 0)
    warnings.push(`Columns without a meaning here, left out: ${layout.ignored.join(', ')}.`);
  const useful: Column[] = ['opened_at', 'impact', 'urgency', 'priority', 'sys_mod_count', 'resolved_at', 'closed_at'];
  const absent = useful.filter((column) => layout.at[column] === undefined);
  if (absent.length > 0) warnings.push(`Columns the file does not have: ${absent.join(', ')}.`);
  if (isWrongOrder) {
    warnings.push(
      `The dates of this file are not ${mapping.dateOrder}: no row was read; ${adviceOn(mapping.dateOrder)}.`,
    );
  } else if (impossibleDates > 0) {
    warnings.push(
      `${impossibleDates} different dates cannot be ${mapping.dateOrder}, others can be nothing else. Rows with the former are refused, and dates that allow both may be misread: put the dates of the file in one order.`,
    );
  }
  for (const [column, words] of [
    ['incident_state', mapping.states],
    ['contact_type', mapping.channels],
  ] as const) {
    const unknown = unknownWords(column, words, layout, incidents);
    if (unknown.length > 0) {
      const field = column === 'contact_type' ? 'channels' : 'states';
      warnings.push(
        `${column} ${unknown.map((word) => `"${word}"`).join(', ')}: not in the mapping; add it under "${field}".`,
      );
    }
  }
  return warnings;
}

function unknownWords(
  column: Column,
  words: Readonly<Record<string, string>>,
  layout: Layout,
  incidents: ReadonlyMap<string, readonly Line[]>,
): string[] {
  const unknown = new Set<string>();
  for (const lines of incidents.values()) {
    for (const { cells } of lines) {
      const word = known(cellOf(cells, column, layout));
      if (word !== null && words[word.toLowerCase()] === undefined) unknown.add(word);
    }
  }
  return [...unknown].slice(0, 20);
}
