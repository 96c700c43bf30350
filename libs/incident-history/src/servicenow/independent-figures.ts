/**
 * Figures counted straight over the file for the spec, sharing nothing with the importer: its own CSV
 * reader, its own dates, the file's own order of rows.
 */
export interface Figures {
  rows: number;
  incidents: number;
  finalStates: Record<string, number>;
  priorities: Record<string, number>;
  reopened: string[];
  reassigned: string[];
  everOnHold: string[];
  meanMinutesToResolve: number;
  /** By `made_sla` of the last row. */
  madeSla: number;
  missedSla: number;
  /** What incidents name, each once. */
  problems: string[];
  changes: string[];
  items: string[];
}

/** The figures of a whole file as the incident log is written; throws where a column it needs is missing. */
export function figuresOf(text: string): Figures {
  const [header, ...records] = parse(text);
  const column = Object.fromEntries(header!.map((name, index) => [name, index]));
  const at = (record: string[], name: string) => record[column[name]!]!;
  const last = new Map<string, string[]>();
  const resolvedRow = new Map<string, string[]>();
  const reopened = new Set<string>();
  const reassigned = new Set<string>();
  const held = new Set<string>();
  for (const record of records) {
    const number = at(record, 'number');
    const state = at(record, 'incident_state');
    if (Number(at(record, 'reopen_count')) > 0) reopened.add(number);
    if (Number(at(record, 'reassignment_count')) > 0) reassigned.add(number);
    if (state.slice(0, 8) === 'Awaiting') held.add(number);
    const before = last.get(number);
    if (state === 'Resolved' && (!before || at(before, 'incident_state') !== 'Resolved'))
      resolvedRow.set(number, record);
    last.set(number, record);
  }
  const named = (...columns: string[]): string[] => {
    const cells = records.flatMap((record) => columns.map((name) => at(record, name).trim().replace(/\s+/g, ' ')));
    return [...new Set(cells.filter((cell) => cell !== '?' && cell !== ''))].sort();
  };
  let minutes = 0;
  for (const record of resolvedRow.values()) {
    const end = at(record, 'resolved_at') === '?' ? at(record, 'sys_updated_at') : at(record, 'resolved_at');
    minutes += (epoch(end) - epoch(at(record, 'opened_at'))) / 60_000;
  }
  return {
    rows: records.length,
    incidents: last.size,
    finalStates: tally([...last.values()].map((record) => at(record, 'incident_state'))),
    priorities: tally([...last.values()].map((record) => `P${at(record, 'priority')[0]}`)),
    reopened: [...reopened].sort(),
    reassigned: [...reassigned].sort(),
    everOnHold: [...held].sort(),
    meanMinutesToResolve: minutes / resolvedRow.size,
    madeSla: [...last.values()].filter((record) => at(record, 'made_sla') === 'TRUE').length,
    missedSla: [...last.values()].filter((record) => at(record, 'made_sla') === 'FALSE').length,
    problems: named('problem_id'),
    changes: named('rfc', 'caused_by'),
    items: named('cmdb_ci'),
  };
}

function tally(words: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function epoch(text: string): number {
  const [day, month, year, hour, minute] = text.split(/[- :]/).map(Number);
  return Date.UTC(year!, month! - 1, day!, hour!, minute!);
}

function parse(text: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end !== ',') records.push([]);
  }
  return records.filter((record) => record.length > 1);
}
