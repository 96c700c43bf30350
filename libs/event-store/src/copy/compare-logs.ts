import type { StoredEvent } from '../encoded-event';
import { START, type Position } from '../event';
import { Findings, type Finding } from '../verify/finding';
import { StreamCheck } from '../verify/stream-check';
import type { CopyableLog } from './copyable-log';
import { differenceOf, nameOf } from './same-event';

/** What a comparison of two logs found. */
export interface Comparison {
  readonly events: number;
  readonly streams: number;
  /** Whether both hold the same events in the same order, and all hash chains hold on both sides. */
  readonly same: boolean;
  /** What is wrong with the chains of either. */
  readonly findings: readonly Finding[];
  /** Differences between the two, in words; at most twenty. */
  readonly differences: readonly string[];
}

const PAGE = 500;
const MAX_DIFFERENCES = 20;

/** Who is told on the way; neither changes what is found. */
export interface CompareOptions {
  /** Called now and then with the position in the source that was reached. */
  readonly onProgress?: (position: Position) => void;
  /** Told of every event that is the same in both: where it lies in the source, and where in the target. */
  readonly onPair?: (source: Position, target: Position) => void;
}

/** Reads both logs whole: every event, the hash chain of every stream on both sides, and how many events each holds. */
export async function compareLogs(
  source: CopyableLog,
  target: CopyableLog,
  { onProgress = () => undefined, onPair = () => undefined }: CompareOptions = {},
): Promise<Comparison> {
  const sides = [new Side(source), new Side(target)] as const;
  const differences: string[] = [];
  for (let events = 0; differences.length < MAX_DIFFERENCES;) {
    const [here, there] = await Promise.all([sides[0].next(), sides[1].next()]);
    for (let index = 0; index < Math.max(here.length, there.length); index++) {
      const [one, other] = [here[index], there[index]];
      if (one && other && !differenceOf(one, other)) onPair(one.position, other.position);
      else note(differences, events + index + 1, one, other);
    }
    events += Math.max(here.length, there.length);
    onProgress(sides[0].position);
    if (here.length < PAGE || there.length < PAGE) break;
  }
  for (const [streamId, count] of sides[0].counts) {
    const inTarget = sides[1].counts.get(streamId) ?? 0;
    if (count !== inTarget)
      differences.push(`${streamId} has ${count} events in the source, ${inTarget} in the target`);
  }
  const findings = [...sides[0].findings.listed, ...sides[1].findings.listed];
  return {
    events: sides[1].events,
    streams: sides[1].counts.size,
    same: differences.length === 0 && findings.length === 0,
    findings,
    differences: differences.slice(0, MAX_DIFFERENCES),
  };
}

function note(
  differences: string[],
  ordinal: number,
  source: StoredEvent | undefined,
  target: StoredEvent | undefined,
): void {
  if (source && target) {
    differences.push(`event ${ordinal}: ${differenceOf(source, target)} differs in ${nameOf(source)}`);
  } else if (source) differences.push(`event ${ordinal} is missing in the target: ${nameOf(source)}`);
  else if (target) differences.push(`event ${ordinal} is in the target only: ${nameOf(target)}`);
}

/** One of two logs on its way past. */
class Side {
  readonly findings = new Findings();
  readonly counts = new Map<string, number>();
  events = 0;
  private readonly check = new StreamCheck(this.findings);
  position = START;

  constructor(private readonly log: CopyableLog) {}

  async next(): Promise<readonly StoredEvent[]> {
    const page = await this.log.readStored({ after: this.position, limit: PAGE });
    for (const event of page) {
      this.check.check(event);
      this.counts.set(event.streamId, (this.counts.get(event.streamId) ?? 0) + 1);
    }
    this.events += page.length;
    this.position = page.at(-1)?.position ?? this.position;
    return page;
  }
}
