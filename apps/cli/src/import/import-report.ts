import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_PRIORITY_MATRIX_VERSION } from '@opsledger/contracts';
import type { Outcome, RowOutcome } from '@opsledger/incident-history';
import { counted } from '../terminal/table';
import type { SourceFile } from './source-file';

/** An incident that the server would not take, or only in part. */
export interface RefusedIncident {
  readonly number: string;
  readonly id: string;
  readonly why: string;
}

/** What became of a row; `unfinished`: the import ended before all that its incident tells was sent. */
type ReportedOutcome = Outcome | 'unfinished';
type ReportedRow = Omit<RowOutcome, 'outcome'> & { readonly outcome: ReportedOutcome };

/** What an import did, row by row; `imported + merged + contradictory + refused + unfinished = rows`. */
export interface ImportReport {
  /** Whether it came to its end; a row is unfinished only if it did not. */
  readonly complete: boolean;
  readonly source: string;
  readonly batch: string;
  readonly file: SourceFile;
  readonly dryRun: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly rows: number;
  readonly incidents: number;
  readonly imported: number;
  readonly merged: number;
  readonly contradictory: number;
  readonly refused: number;
  readonly unfinished: number;
  /** Facts that the file tells. */
  readonly facts: number;
  /** Facts among them that give a priority the file does not tell: it follows from impact and urgency. */
  readonly derivedPriorities: number;
  /** Facts that were not known before. */
  readonly recorded: number;
  /** Facts that were known before, and those that a fuller import leaves away. */
  readonly alreadyRecorded: number;
  /** Facts of earlier imports that count no more: this file is fuller and shows that they were not so. */
  readonly superseded: number;
  /** Problems, changes and configuration items that incidents name; how many of them had no record before. */
  readonly stubs: { readonly named: number; readonly recorded: number };
  readonly refusedIncidents: readonly RefusedIncident[];
  readonly warnings: readonly string[];
  readonly perRow: readonly ReportedRow[];
}

/** What came of sending, beside what became of each row. */
export type Sent = Pick<
  ImportReport,
  | 'incidents'
  | 'facts'
  | 'derivedPriorities'
  | 'recorded'
  | 'alreadyRecorded'
  | 'superseded'
  | 'stubs'
  | 'refusedIncidents'
  | 'warnings'
>;

const UNFINISHED = 'the import ended before all that the incident tells was sent';

/** Counts rows as they become known. */
export class RowLedger {
  private readonly outcomes: ReportedRow[];
  private readonly reasons = new Map<string, string>();

  constructor(rows: number) {
    this.outcomes = new Array<ReportedRow>(rows);
  }

  add(rows: readonly RowOutcome[]): void {
    for (const row of rows) this.outcomes[row.row - 1] = { ...row, why: this.once(row.why) };
  }

  /** Tells the rows of which nothing is known as unfinished. */
  breakOff(): void {
    for (let at = 0; at < this.outcomes.length; at++)
      this.outcomes[at] ??= { row: at + 1, number: null, outcome: 'unfinished', why: UNFINISHED };
  }

  /** A million rows have a few thousand reasons. */
  private once(why: string): string {
    const known = this.reasons.get(why);
    if (known === undefined) this.reasons.set(why, why);
    return known ?? why;
  }

  get perRow(): readonly ReportedRow[] {
    return this.outcomes;
  }

  counts(): Record<ReportedOutcome, number> {
    const counts = { imported: 0, merged: 0, contradictory: 0, refused: 0, unfinished: 0 };
    for (const { outcome } of this.outcomes) counts[outcome]++;
    return counts;
  }
}

/** Writes the report as JSON, row by row: a million rows are never one string. */
export async function writeReport(path: string, report: ImportReport): Promise<void> {
  function* text() {
    const { perRow, ...head } = report;
    yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "perRow": [`;
    let separator = '\n    ';
    for (const row of perRow) {
      yield separator + JSON.stringify(row);
      separator = ',\n    ';
    }
    yield '\n  ]\n}\n';
  }
  await pipeline(text, createWriteStream(path));
}

const EXAMPLES = 5;

/** The report in a screenful. */
export function summary(report: ImportReport): string {
  const { file, rows, incidents, dryRun, batch } = report;
  const line = (name: string, count: number, meaning: string) =>
    `  ${name.padEnd(14)}${count.toLocaleString('en').padStart(9)}   ${meaning}\n`;
  return [
    `${file.name}: ${counted(rows, 'row')} about ${counted(incidents, 'incident')} (${file.encoding}, SHA-256 ${file.sha256.slice(0, 12)}…)\n`,
    line('imported', report.imported, 'tell facts'),
    line('merged', report.merged, 'tell nothing that rows before did not'),
    line('contradictory', report.contradictory, 'tell facts, marked with what the source said and how it was read'),
    line('refused', report.refused, 'could not be read, or the server would not have them'),
    report.complete ? '' : line('unfinished', report.unfinished, UNFINISHED),
    ...derived(report),
    ...report.warnings.map((warning) => `! ${warning}\n`),
    ...examples(report),
    dryRun
      ? `${planned(report)} This was a dry run: nothing was sent.\n`
      : `${sent(report)}${isNothingNew(report) ? '' : ` Undo with: opsledger import undo ${batch}`}\n`,
  ].join('');
}

const derived = ({ derivedPriorities: count }: ImportReport): string[] =>
  count === 0
    ? []
    : [
        `! ${counted(count, 'priority is', 'priorities are')} not in the file: worked out from impact and urgency by the default ` +
          `matrix (version ${DEFAULT_PRIORITY_MATRIX_VERSION}).\n`,
      ];

const isNothingNew = ({ recorded, superseded, stubs }: ImportReport): boolean =>
  recorded + superseded + stubs.recorded === 0;

function sent(report: ImportReport): string {
  const { rows, complete, recorded, alreadyRecorded, superseded, stubs, refusedIncidents } = report;
  if (rows === 0) return 'The file tells nothing: there are no rows below its header.';
  if (complete && isNothingNew(report) && refusedIncidents.length === 0) {
    return `Nothing new: all ${counted(alreadyRecorded, 'fact')} had been recorded before.`;
  }
  const named = `${counted(stubs.recorded, 'problem, change or item', 'problems, changes and items')} named by incidents got a record.`;
  const leftOut = leaving(superseded, 'left out');
  return `${counted(recorded, 'fact')} recorded, ${counted(alreadyRecorded, 'fact')} known before.${leftOut} ${named}`;
}

function planned({ facts, alreadyRecorded, superseded, stubs: { named } }: ImportReport): string {
  const known = alreadyRecorded === 0 ? '' : `, ${counted(alreadyRecorded, 'fact')} known before`;
  const naming =
    named === 0
      ? ''
      : ` ${counted(named, 'problem, change or item is', 'problems, changes and items are')} named by incidents: those without a record get one.`;
  return `${counted(facts - alreadyRecorded, 'fact')} to record${known}.${leaving(superseded, 'would be left out')}${naming}`;
}

const leaving = (superseded: number, verb: string): string =>
  superseded === 0
    ? ''
    : ` ${counted(superseded, 'fact')} of earlier imports ${verb}: this file is fuller and shows that they were not so.`;

/** The first rows that somebody should look at; one of a kind. */
function examples({ perRow }: ImportReport): string[] {
  const kinds = new Map<string, ReportedRow>();
  for (const row of perRow) {
    if (row.outcome !== 'contradictory' && row.outcome !== 'refused') continue;
    const kind = row.why.replace(/\d+/g, '#');
    if (!kinds.has(kind)) kinds.set(kind, row);
    if (kinds.size >= EXAMPLES) break;
  }
  return [...kinds.values()].map(
    ({ row, number, outcome, why }) => `  e.g. row ${row} (${number ?? 'no number'}) ${outcome}: ${why}\n`,
  );
}
