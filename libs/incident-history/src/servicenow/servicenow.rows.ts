import type { CsvFile } from '../csv/read-csv';
import type { HistoryFact, IncidentHistory } from '../history';
import { readMapping, type MappingFile } from './mapping';
import { readServiceNowLog, type ServiceNowLog } from './read-servicenow-log';

/** Rows for specs, written as the log writes them; `aRow({ incident_state: 'Resolved' })`. */
export type Row = Readonly<Record<string, string>>;

const NEW: Row = {
  number: 'INC0001',
  incident_state: 'New',
  active: 'TRUE',
  reassignment_count: '0',
  reopen_count: '0',
  sys_mod_count: '0',
  caller_id: 'Caller 7',
  opened_by: 'Opened by  8',
  opened_at: '01-03-2016 08:00',
  sys_created_by: '?',
  sys_created_at: '?',
  sys_updated_by: 'Updated by 1',
  sys_updated_at: '01-03-2016 08:10',
  contact_type: 'Phone',
  location: 'Location 1',
  category: 'Category 5',
  subcategory: 'Subcategory 6',
  u_symptom: 'Symptom 7',
  cmdb_ci: '?',
  impact: '2 - Medium',
  urgency: '2 - Medium',
  priority: '3 - Moderate',
  assignment_group: 'Group 1',
  assigned_to: '?',
  problem_id: '?',
  rfc: '?',
  caused_by: '?',
  closed_code: 'code 6',
  resolved_by: 'Resolved by 3',
  resolved_at: '01-03-2016 12:00',
  closed_at: '06-03-2016 12:00',
};

/** A new incident's row, save what `changes` says; `?` is how the log writes that nothing is known. */
export const aRow = (changes: Row = {}): Row => ({ ...NEW, ...changes });

/** Update `n` of the incident, `n` hours after the first. */
export const anUpdate = (n: number, changes: Row = {}): Row =>
  aRow({ sys_mod_count: String(n), sys_updated_at: `01-03-2016 ${String(8 + n).padStart(2, '0')}:10`, ...changes });

const columnsOf = (rows: readonly Row[]): string[] => [...new Set([NEW, ...rows].flatMap(Object.keys))];

/** A file of these rows; by default its header has every column that any of them has. */
export const aFile = (rows: readonly Row[], header: readonly string[] = columnsOf(rows)): CsvFile =>
  aTable(header, ...rows.map((row) => header.map((column) => row[column] ?? '')));

/** A file whose header may name a column twice. */
export function aTable(header: readonly string[], ...records: readonly (readonly string[])[]): CsvFile {
  async function* rows() {
    for (const [index, cells] of records.entries()) yield { row: index + 1, cells };
  }
  return { header, rows: rows() };
}

/** When the rows are read. */
export const TODAY = new Date('2016-12-01T00:00:00Z');

/** What the importer makes of these rows; dates are read as of a fixed day. */
export const readRows = (rows: readonly Row[], mapping: MappingFile = {}): Promise<ServiceNowLog> =>
  readServiceNowLog(aFile(rows), readMapping(mapping), TODAY);

/** The history of the only incident of these rows. */
export const historyFrom = (...rows: readonly Row[]): Promise<IncidentHistory> => historyIn('UTC', ...rows);

/** The history of the only incident of these rows, whose times are local to the zone. */
export async function historyIn(zone: string, ...rows: readonly Row[]): Promise<IncidentHistory> {
  const { incidents } = await readRows(rows, { zone });
  if (incidents.length !== 1) throw new Error(`These rows are about ${incidents.length} incidents, not one.`);
  return incidents[0]!;
}

/** The history of the only incident of these rows, in a file that lacks the columns. */
export async function historyLacking(columns: readonly string[], ...rows: readonly Row[]): Promise<IncidentHistory> {
  const header = columnsOf(rows).filter((column) => !columns.includes(column));
  const { incidents } = await readServiceNowLog(aFile(rows, header), readMapping({}), TODAY);
  return incidents[0]!;
}

/** The facts without what every one of them has: type, time of day and what tells them apart. */
export const told = (facts: readonly HistoryFact[]): string[] =>
  facts.map(({ type, at, contradiction }) => `${at.slice(5, 16)} ${type}${contradiction ? ' !' : ''}`);
