import type { KeyObject } from 'node:crypto';
import type { Pool, QueryArrayConfig } from 'pg';
import { START, follows, type Position } from '../event';
import type { CopyableLog } from '../copy/copyable-log';
import type { StoredEvent } from '../encoded-event';
import { AS_TEXT, COLUMNS, storedEvent } from '../postgres/rows';
import type { Checkpoint } from './checkpoint';
import { CheckpointCheck } from './checkpoint-check';
import { readCheckpoints } from './checkpoints';
import { Findings, type Finding } from './finding';
import { StreamCheck } from './stream-check';

/** What a log is verified against. */
export interface VerifyOptions {
  /** Public or private half of the key that signs checkpoints; without it the chains alone are checked. */
  readonly key?: KeyObject;
  /** A checkpoint kept outside the database. */
  readonly anchor?: Checkpoint;
  /** Called now and then with the number of events checked. */
  readonly onProgress?: (events: number) => void;
}

/** What a verification found: whether the log is as it was written, and how far that is vouched for. */
export interface VerifyReport {
  readonly intact: boolean;
  readonly events: number;
  readonly streams: number;
  readonly head: Position;
  /** Up to here a genuine checkpoint vouches for the log. */
  readonly coveredUpTo: Position;
  /** At most a thousand; `findingCount` counts them all. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  /** What could not be checked. */
  readonly notices: readonly string[];
}

const PAGE = 500;

/**
 * Reads the whole log and says what in it is not as it was recorded: events changed, removed, moved or cut off.
 * Memory is one small entry per stream.
 */
export async function verifyLog(pool: Pool, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { key, anchor, onProgress = () => undefined } = options;
  const findings = new Findings();
  // Before the events: a checkpoint written meanwhile would speak of events this run has not seen.
  const checkpoints = await readCheckpoints(pool);
  const checkpointCheck = key && new CheckpointCheck(checkpoints, anchor, key, findings);
  const streamCheck = new StreamCheck(findings);
  let [head, events] = [START, 0];
  for await (const page of pagesOf(pool)) {
    for (const event of page) {
      checkPosition(head, event, findings);
      streamCheck.check(event);
      checkpointCheck?.check(event);
      head = event.position;
    }
    onProgress((events += page.length));
  }
  checkpointCheck?.end();
  const coveredUpTo = checkpointCheck?.coveredUpTo ?? START;
  return {
    intact: findings.count === 0,
    events,
    streams: streamCheck.count,
    head,
    coveredUpTo,
    findings: findings.listed,
    findingCount: findings.count,
    notices: noticesOf(options, checkpoints.length, head, coveredUpTo),
  };
}

/**
 * The same of a log in any store, by its hash chains alone: checkpoints are signed over the log of a database only, so a
 * cut-off end, a stream removed as a whole and a changed order over streams would not show.
 */
export async function verifyChains(
  log: CopyableLog,
  { onProgress = () => undefined }: Pick<VerifyOptions, 'onProgress'> = {},
): Promise<VerifyReport> {
  const findings = new Findings();
  const streamCheck = new StreamCheck(findings);
  let [head, events] = [START, 0];
  for (;;) {
    const page = await log.readStored({ after: head, limit: PAGE });
    for (const event of page) streamCheck.check(event);
    head = page.at(-1)?.position ?? head;
    onProgress((events += page.length));
    if (page.length < PAGE) break;
  }
  return {
    intact: findings.count === 0,
    events,
    streams: streamCheck.count,
    head,
    coveredUpTo: START,
    findings: findings.listed,
    findingCount: findings.count,
    notices: [
      'Checkpoints are signed in PostgreSQL only: a cut-off end and a changed order over streams would not show.',
    ],
  };
}

async function* pagesOf(pool: Pool): AsyncGenerator<StoredEvent[]> {
  const text = `select ${COLUMNS} from opsledger.events where position > $1 order by position limit ${PAGE}`;
  for (let after = START; ;) {
    const query: QueryArrayConfig = { text, values: [Number(after)], rowMode: 'array', types: AS_TEXT };
    const { rows } = await pool.query<string[]>(query);
    const page = rows.map(storedEvent);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.position ?? after;
  }
}

function checkPosition(previous: Position, { position }: StoredEvent, findings: Findings): void {
  if (follows(previous, position)) return;
  const [from, to] = [Number(previous) + 1, Number(position) - 1];
  const which = from === to ? `position ${from} was` : `positions ${from} to ${to} were`;
  findings.add({ kind: 'events removed', message: `The log has a hole: ${which} removed.`, position });
}

function noticesOf({ key, anchor }: VerifyOptions, checkpoints: number, head: Position, covered: Position): string[] {
  if (!key) return ['No checkpoint key was given: a cut-off end and a changed order over streams would not show.'];
  if (checkpoints === 0 && !anchor) return ['There are no checkpoints: a cut-off end would not show.'];
  const notices = [];
  const since = Number(head) - Number(covered);
  if (since > 0) notices.push(`${since} events at the end are not covered by a matching checkpoint.`);
  if (!anchor) notices.push('No anchor was given: checkpoints removed together with the end would not show.');
  return notices;
}

/** The report in lines for people. */
export function linesOf(report: VerifyReport): string[] {
  const { events, streams, head, coveredUpTo, findings, findingCount, notices, intact } = report;
  return [
    `${events} events of ${streams} records checked, up to position ${Number(head)}; ` +
      `signed up to position ${Number(coveredUpTo)}.`,
    ...findings.map(({ kind, message }) => `${kind.toUpperCase()}  ${message}`),
    ...(findingCount > findings.length ? [`… and ${findingCount - findings.length} more.`] : []),
    ...notices.map((notice) => `Note: ${notice}`),
    intact
      ? 'The log is intact.'
      : `The log is NOT intact: ${findingCount} ${findingCount === 1 ? 'finding' : 'findings'}.`,
  ];
}
