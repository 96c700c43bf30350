import { ImportIncident, importedIncidentId } from '@opsledger/contracts';
import Ajv from 'ajv';
import type { CsvFile, CsvRow } from '../csv/read-csv';
import type { IncidentHistory, RowOutcome } from '../history';
import { instantReader, ordersAllowedBy } from './cells/instants';
import { known, quoted } from './cells/text';
import { columnsOf, layoutOf, type Column, type Layout } from './columns';
import { historyOf } from './incident-history';
import { adviceOn, dateEvidence } from './date-evidence';
import { requireColumns, type Mapping } from './mapping';
import { cellOf, readUpdate, type Line, type Reader, type Refused, type Update } from './update';
import { warningsOf } from './warnings';

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

const DATE_COLUMNS: readonly Column[] = ['opened_at', 'sys_created_at', 'sys_updated_at', 'resolved_at', 'closed_at'];

/**
 * Reads a whole log: rows of one incident may be anywhere in it.
 *
 * @param now What times are marked as being far ahead of
 * @throws InvalidMapping when the mapping names columns that the file lacks
 * @throws MissingColumns when number, state or time of update is not among the columns
 */
export async function readEventLog(file: CsvFile, mapping: Mapping, now: Date): Promise<EventLog> {
  requireColumns(file.header, mapping);
  const layout = layoutOf(file.header, mapping.columns);
  const incidents = new Map<string, Line[]>();
  const refused: RowOutcome[] = [];
  const interned = interner();
  const dates = dateEvidence();
  let rowCount = 0;
  for await (const record of file.rows) {
    rowCount++;
    const { row } = record;
    const read = readable(record, layout);
    if ('problem' in read) {
      refused.push({ row, number: null, outcome: 'refused', why: read.problem });
      continue;
    }
    const { number } = read;
    const cells = read.cells.map(interned);
    for (const column of DATE_COLUMNS) dates.see(cellOf(cells, column, layout));
    const lines = incidents.get(number);
    if (lines) lines.push({ row, cells });
    else incidents.set(number, [{ row, cells }]);
  }
  const isWrongOrder = dates.allSay(mapping.dateOrder === 'day-first' ? 'month-first' : 'day-first');
  const instants = instantReader(mapping.dateOrder, mapping.zone, now);
  const reader: Reader = {
    layout,
    mapping,
    instant: isWrongOrder ? refuseUnlessYearFirst(mapping, instants) : instants,
  };
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

const NUMBER = ImportIncident.payload.properties.number;
const isNumber: (number: string) => boolean = new Ajv().compile(NUMBER);

/** The row and the incident it is about, or why it is about none. */
function readable(record: CsvRow, layout: Layout): { number: string; cells: readonly string[] } | { problem: string } {
  if ('problem' in record) return record;
  const { cells } = record;
  const number = known(cellOf(cells, 'number', layout));
  if (number === null) return { problem: 'number is empty: the row belongs to no incident' };
  if (isNumber(number)) return { number, cells };
  const length = number.length.toLocaleString('en');
  return {
    problem: `number ${quoted(number)} has ${length} characters; an incident's number may have ${NUMBER.maxLength}`,
  };
}

function readIncident(number: string, lines: readonly Line[], reader: Reader): IncidentHistory {
  const read = lines.map(({ row, cells }) => ({ row, update: readUpdate(row, cells, reader) }));
  const updates = read.flatMap(({ update }) => (isRefused(update) ? [] : [update]));
  const refused = read.flatMap(({ row, update }): RowOutcome[] =>
    isRefused(update) ? [{ row, number, outcome: 'refused', why: update.refused }] : [],
  );
  if (updates.length === 0) {
    const id = importedIncidentId(reader.mapping.source, number);
    return { externalNumber: number, id, facts: [], rows: refused, updates: [], columns: columnsOf(reader.layout) };
  }
  const history = historyOf(number, updates, reader, differencesIn(reader.layout));
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

/** When the whole file is written the other way round, 03-04-2016 would be misread without a sign. */
const refuseUnlessYearFirst =
  ({ dateOrder }: Mapping, instant: Reader['instant']): Reader['instant'] =>
  (text) =>
    ordersAllowedBy(text).length === 0
      ? instant(text)
      : { problem: `${quoted(text)}: the dates of this file are not ${dateOrder}; ${adviceOn(dateOrder)}` };
