import type { CsvFile } from '../csv/read-csv';
import type { IncidentHistory, RowOutcome } from '../history';
import { readEventLog } from './event-log';
import type { Mapping } from './mapping';

/** Everything a log says. */
export interface ServiceNowLog {
  readonly incidents: readonly IncidentHistory[];
  /** One per row of the file, in the file's order. */
  readonly rows: readonly RowOutcome[];
  readonly warnings: readonly string[];
}

/**
 * Reads a whole log at once; for big files `readEventLog` makes one incident at a time.
 *
 * @param now What times are marked as being far ahead of
 * @throws InvalidMapping when the mapping names columns that the file lacks
 * @throws MissingColumns when the file is no update log
 */
export async function readServiceNowLog(file: CsvFile, mapping: Mapping, now: Date): Promise<ServiceNowLog> {
  const log = await readEventLog(file, mapping, now);
  const histories = [...log.histories()];
  const rows = [...log.refused, ...histories.flatMap((history) => history.rows)].sort((a, b) => a.row - b.row);
  return { incidents: histories.filter(({ facts }) => facts.length > 0), rows, warnings: log.warnings };
}
