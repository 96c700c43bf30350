import { hashOf } from '../hash-chain';
import { NO_STREAM } from '../event-store';
import type { StoredEvent } from '../encoded-event';
import type { Findings } from './finding';

/** Where a stream stands: its highest revision, and the hashes the next event may continue from. */
interface Seen {
  readonly revision: number;
  /** None after a gap or a disorder: the next event is taken as it is. */
  readonly hashes: readonly string[];
}

const BEFORE_FIRST: Seen = { revision: 0, hashes: [NO_STREAM.hash] };

/** Checks revisions and hash chains while the log passes by; holds one small entry per stream. */
export class StreamCheck {
  private readonly streams = new Map<string, Seen>();

  constructor(private readonly findings: Findings) {}

  get count(): number {
    return this.streams.size;
  }

  check(event: StoredEvent): void {
    const seen = this.streams.get(event.streamId) ?? BEFORE_FIRST;
    this.streams.set(event.streamId, this.follow(seen, event));
  }

  private follow(seen: Seen, event: StoredEvent): Seen {
    const { revision, hash } = event;
    if (revision <= seen.revision) {
      this.report('event moved', event, `stands after revision ${seen.revision} of its stream`);
      return { revision: seen.revision, hashes: [] };
    }
    if (revision > seen.revision + 1) {
      const [from, to] = [seen.revision + 1, revision - 1];
      const gap = from === to ? `revision ${from}` : `revisions ${from} to ${to}`;
      this.report('events removed', event, `comes without ${gap} before it: removed, or moved behind it`);
      return { revision, hashes: [hash] };
    }
    const possible = seen.hashes.map((previous) => hashOf(previous, event.streamId, revision, event.recordedAt, event));
    if (possible.length === 0 || possible.includes(hash)) return { revision, hashes: [hash] };
    this.report('event changed', event, 'is not what was recorded: its content, its times, its id or its hash changed');
    // If only the stored hash was changed, the next event continues from the one it should be.
    return { revision, hashes: [hash, ...possible.slice(0, 1)] };
  }

  private report(kind: 'event moved' | 'events removed' | 'event changed', event: StoredEvent, what: string): void {
    const { streamId, revision, position, type } = event;
    const message = `${streamId}, revision ${revision} (${type}), position ${Number(position)}: ${what}.`;
    this.findings.add({ kind, message, streamId, revision, position });
  }
}
