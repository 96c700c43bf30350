import type { Clock } from '../clock';
import { positionOf, recordedEvent, type EncodedEvent } from '../encoded-event';
import type { RecordedEvent } from '../event';
import { chain } from '../hash-chain';
import type { Connection } from './connection';
import type { PendingAppend } from './group-commit';
import { AS_TEXT } from './rows';

export type Outcome =
  | { readonly kind: 'appended'; readonly events: readonly RecordedEvent[] }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'wrong version'; readonly actual: number }
  | { readonly kind: 'id taken'; readonly id: string };

/** What the append function says of an append it did not accept. */
interface Refused {
  readonly append: number;
  readonly revision: number;
  readonly repeated: boolean;
  readonly taken: string | null;
}

/** Writes batches of appends through the append function, one round trip each. */
export class Appender {
  private latest = '';

  constructor(
    private readonly connection: Connection,
    private readonly clock: Clock,
  ) {}

  async append(batch: readonly PendingAppend[]): Promise<Outcome[]> {
    const recordedAt = this.now();
    const hashes = batch.map(({ streamId, expected, events }) =>
      chain(
        expected,
        streamId,
        events.map((event) => ({ ...event, recordedAt })),
      ),
    );
    const { rows } = await this.connection.query({
      name: 'opsledger-append',
      text: 'select last_position, refused from opsledger.append_events($1, $2, $3)',
      values: [appendsJson(batch), eventsJson(batch, hashes), recordedAt],
      rowMode: 'array',
      types: AS_TEXT,
    });
    const [last, refused] = rows[0] ?? [];
    return outcomesOf(batch, hashes, recordedAt, Number(last), JSON.parse(refused ?? '[]') as Refused[]);
  }

  /** Never backwards, even when the machine's clock is set back. */
  private now(): string {
    const now = this.clock().toISOString();
    if (now > this.latest) this.latest = now;
    return this.latest;
  }
}

function appendsJson(batch: readonly PendingAppend[]): string {
  const appends = batch.map(({ streamId, expected, events }, n) => ({
    n,
    stream: streamId,
    revision: expected.revision,
    hash: expected.hash,
    ids: events.map(({ id }) => id),
  }));
  return JSON.stringify(appends);
}

/** Put together by hand: data and metadata are JSON already, and must arrive as the very text the hash covers. */
function eventsJson(batch: readonly PendingAppend[], hashes: readonly string[][]): string {
  const parts: string[] = [];
  batch.forEach(({ streamId, expected, events }, n) => {
    const stream = JSON.stringify(streamId);
    events.forEach((event, index) =>
      parts.push(
        `{"n":${n},"stream":${stream},"revision":${expected.revision + index + 1},"id":"${event.id}",` +
          `"type":${JSON.stringify(event.type)},"data":${event.data},"metadata":${event.metadata},` +
          `"occurred_at":"${event.occurredAt}","hash":"${hashes[n]?.[index]}"}`,
      ),
    );
  });
  return `[${parts.join(',')}]`;
}

function outcomesOf(
  batch: readonly PendingAppend[],
  hashes: readonly string[][],
  recordedAt: string,
  last: number,
  refused: readonly Refused[],
): Outcome[] {
  const refusals = new Map(refused.map((refusal) => [refusal.append, refusal]));
  let ordinal = last;
  return batch.map(({ streamId, expected, events }, n) => {
    const refusal = refusals.get(n);
    if (refusal) return refusalOf(refusal);
    const record = (event: EncodedEvent, index: number) =>
      recordedEvent(event, {
        streamId,
        revision: expected.revision + index + 1,
        position: positionOf(++ordinal),
        recordedAt,
        hash: hashes[n]?.[index] ?? '',
      });
    return { kind: 'appended', events: events.map(record) };
  });
}

function refusalOf({ repeated, taken, revision }: Refused): Outcome {
  if (repeated) return { kind: 'repeated' };
  if (taken !== null) return { kind: 'id taken', id: taken };
  return { kind: 'wrong version', actual: revision };
}
