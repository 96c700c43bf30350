import type { StoredEvent } from '../encoded-event';
import { START, type Position } from '../event';
import { Findings } from '../verify/finding';
import { StreamCheck } from '../verify/stream-check';
import type { CopyableLog } from './copyable-log';
import { differenceOf, nameOf } from './same-event';

/** How a log is copied. */
export interface CopyOptions {
  /** Only looks what is there, and writes nothing. */
  readonly dryRun?: boolean;
  /** Called now and then with the position in the source that was reached. */
  readonly onProgress?: (position: Position) => void;
  /** Ends the copy after what is being written; a later one goes on there. */
  readonly signal?: AbortSignal;
}

/** What a copy found and did. */
export interface Copied {
  /** Events that the target held already. */
  readonly found: number;
  /** Events written, or to be written by a copy that is no dry run. */
  readonly copied: number;
  /** Position in the source up to which the target holds the log. */
  readonly position: Position;
}

/** The two stores do not hold the same log, so nothing is copied. */
export class LogsDiffer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LogsDiffer';
  }
}

const PAGE = 500;

/**
 * Copies what the target lacks of a log, in its order. What the target holds must be the beginning of the source, event
 * by event; a copy that was interrupted is such a beginning, so the next one goes on.
 *
 * @throws LogsDiffer when the target holds something else, or the source is not as it was recorded
 */
export async function copyLog(
  source: CopyableLog,
  target: CopyableLog,
  { dryRun = false, onProgress = () => undefined, signal }: CopyOptions = {},
): Promise<Copied> {
  const begun = await compareBeginning(source, target, onProgress, signal);
  const check = begun.check;
  let { position } = begun;
  let copied = 0;
  while (!signal?.aborted) {
    const page = await source.readStored({ after: position, limit: PAGE });
    if (page.length === 0) break;
    check.add(page);
    if (!dryRun) await target.restore(page);
    copied += page.length;
    position = page.at(-1)!.position;
    onProgress(position);
  }
  return { found: begun.found, copied, position };
}

/** Walks along both logs until the target ends. */
async function compareBeginning(
  source: CopyableLog,
  target: CopyableLog,
  onProgress: (position: Position) => void,
  signal: AbortSignal | undefined,
): Promise<{ found: number; position: Position; check: SourceCheck }> {
  const check = new SourceCheck();
  let [found, position, inTarget] = [0, START, START];
  while (!signal?.aborted) {
    const there = await target.readStored({ after: inTarget, limit: PAGE });
    if (there.length === 0) break;
    const here = await source.readStored({ after: position, limit: there.length });
    there.forEach((event, index) => requireSame(here[index], event, found + index + 1));
    check.add(here);
    found += there.length;
    [position, inTarget] = [here.at(-1)!.position, there.at(-1)!.position];
    onProgress(position);
  }
  return { found, position, check };
}

/** A broken log is not carried on: what is wrong would look as if it had been so from the start. */
class SourceCheck {
  private readonly findings = new Findings();
  private readonly streams = new StreamCheck(this.findings);

  add(events: readonly StoredEvent[]): void {
    for (const event of events) this.streams.check(event);
    const [finding] = this.findings.listed;
    if (finding) throw new LogsDiffer(`The source is not as it was recorded; verify it first. ${finding.message}`);
  }
}

function requireSame(source: StoredEvent | undefined, target: StoredEvent, ordinal: number): void {
  if (source && differenceOf(source, target) === undefined) return;
  const what = source ? `is ${nameOf(target)}, in the source ${nameOf(source)}` : `is beyond the end of the source`;
  throw new LogsDiffer(
    `The target holds another log than the source: its event ${ordinal} ${what}. Give an empty one, or the one that an earlier copy began.`,
  );
}
