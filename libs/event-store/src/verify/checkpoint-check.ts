import type { KeyObject } from 'node:crypto';
import { START, type Position } from '../event';
import type { StoredEvent } from '../encoded-event';
import { isGenuine, LogDigest, type Checkpoint } from './checkpoint';
import type { Finding, Findings } from './finding';

/** Compares the log, as it passes by, with what was signed about it. */
export class CheckpointCheck {
  /** Genuine ones that the log has not reached yet. */
  private readonly ahead: Checkpoint[];
  private digest = new LogDigest();
  private digestFrom: Position = START;
  private reached: Position = START;
  private covered: Position = START;

  constructor(
    checkpoints: readonly Checkpoint[],
    /** The last checkpoint as it was kept elsewhere. */
    anchor: Checkpoint | undefined,
    private readonly key: KeyObject,
    private readonly findings: Findings,
  ) {
    this.ahead = this.genuine(checkpoints);
    if (anchor) this.checkAnchor(anchor);
  }

  /** Up to here the log is what was signed. */
  get coveredUpTo(): Position {
    return this.covered;
  }

  check({ position, hash }: StoredEvent): void {
    for (let next = this.ahead[0]; next && next.position < position; next = this.ahead[0]) this.settle(next);
    const [next] = this.ahead;
    // The checkpoint before the next one is gone: what that one covered is skipped.
    if (next && this.digestFrom < next.after && next.after < position) this.restart(next.after);
    this.digest.add(hash);
    this.reached = position;
  }

  end(): void {
    for (let next = this.ahead[0]; next && next.position <= this.reached; next = this.ahead[0]) this.settle(next);
    const last = this.ahead.at(-1);
    if (!last) return;
    const cut = Number(last.position) - Number(this.reached);
    const signed = `${dated(last)} signed the log up to position ${Number(last.position)}`;
    this.report('log cut off', last, `${signed}, but it ends at ${Number(this.reached)}: ${cut} events were cut off`);
  }

  private settle(checkpoint: Checkpoint): void {
    this.ahead.shift();
    const matches =
      this.digestFrom === checkpoint.after &&
      this.reached === checkpoint.position &&
      this.digest.end() === checkpoint.digest;
    if (matches) {
      this.covered = checkpoint.position;
    } else {
      const [from, to] = [Number(checkpoint.after) + 1, Number(checkpoint.position)];
      this.report(
        'order changed',
        checkpoint,
        `between positions ${from} and ${to} the log is not what ${dated(checkpoint)} signed: ` +
          'events were reordered, replaced, removed or added there',
      );
    }
    this.restart(checkpoint.position);
  }

  private restart(from: Position): void {
    this.digest = new LogDigest();
    this.digestFrom = from;
  }

  private genuine(checkpoints: readonly Checkpoint[]): Checkpoint[] {
    let previous: Checkpoint | undefined;
    const genuine: Checkpoint[] = [];
    for (const checkpoint of checkpoints) {
      const expected = (previous?.number ?? 0) + 1;
      if (!isGenuine(checkpoint, this.key)) {
        this.report('checkpoint forged', checkpoint, `the signature of ${dated(checkpoint)} does not fit its content`);
      } else {
        if (checkpoint.number !== expected)
          this.report('checkpoint removed', checkpoint, `${listOf(expected, checkpoint.number - 1)} removed`);
        else if (checkpoint.previous !== (previous?.signature ?? ''))
          this.report('checkpoint forged', checkpoint, `${dated(checkpoint)} does not follow the one before it`);
        genuine.push(checkpoint);
      }
      previous = checkpoint;
    }
    return genuine;
  }

  private checkAnchor(anchor: Checkpoint): void {
    if (!isGenuine(anchor, this.key))
      return this.report('checkpoint forged', anchor, `the anchor, ${dated(anchor)}, was not signed with this key`);
    const kept = this.ahead.find(({ number }) => number === anchor.number);
    if (kept?.signature === anchor.signature) return;
    this.report('checkpoint removed', anchor, `the anchor, ${dated(anchor)}, is not in the database any more`);
    if (kept) return;
    this.ahead.push(anchor);
    this.ahead.sort((one, other) => one.number - other.number);
  }

  private report(kind: Finding['kind'], checkpoint: Checkpoint, what: string): void {
    this.findings.add({ kind, message: `${what[0]?.toUpperCase()}${what.slice(1)}.`, position: checkpoint.position });
  }
}

const dated = ({ number, signedAt }: Checkpoint): string => `checkpoint ${number} of ${signedAt}`;

const listOf = (from: number, to: number): string =>
  from === to ? `checkpoint ${from} was` : `checkpoints ${from} to ${to} were`;
