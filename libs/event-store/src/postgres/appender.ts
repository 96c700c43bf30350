import { recordingTime, type Clock } from '../clock';
import { positionOf, type EncodedEvent } from '../encoded-event';
import type { RecordedEvent } from '../event';
import { chain } from '../hash-chain';
import type { Connection } from './connection';
import type { PendingAppend } from './group-commit';
import { arrays } from './binary-arrays';
import { AS_TEXT } from './rows';
import { recordedEvent } from '../recorded-event';

/**
 * What became of one append of a batch; `actual` is the revision its stream is at, `id` the one that another event
 * has.
 */
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
  private readonly now: () => string;

  constructor(
    private readonly connection: Connection,
    clock: Clock,
  ) {
    this.now = recordingTime(clock);
  }

  async append(batch: readonly PendingAppend[]): Promise<Outcome[]> {
    const recordedAt = this.now();
    const hashes = batch.map(({ streamId, expected, events }) => chain(expected, streamId, recordedAt, events));
    const { rows } = await this.connection.query({
      name: 'opsledger-append',
      text: 'select last_position, refused from opsledger.append_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      values: parametersOf(batch, hashes, recordedAt),
      rowMode: 'array',
      types: AS_TEXT,
    });
    const [last, refused] = rows[0] ?? [];
    return outcomesOf(batch, hashes, recordedAt, Number(last), JSON.parse(refused ?? '[]') as Refused[]);
  }
}

/** One element per event in every array; the order is that of the function's parameters. */
function parametersOf(batch: readonly PendingAppend[], hashes: readonly string[][], recordedAt: string): unknown[] {
  const events = batch.flatMap((append) => append.events);
  const perEvent = <Value>(value: (append: PendingAppend, n: number, index: number) => Value): Value[] =>
    batch.flatMap((append, n) => append.events.map((_event, index) => value(append, n, index)));
  return [
    arrays.int4(perEvent((_append, n) => n)),
    arrays.text(perEvent(({ streamId }) => streamId)),
    arrays.int4(perEvent(({ expected }, _n, index) => expected.revision + index + 1)),
    arrays.uuid(events.map(({ id }) => id)),
    arrays.text(events.map(({ type }) => type)),
    arrays.json(events.map(({ data }) => data)),
    arrays.json(events.map(({ metadata }) => metadata)),
    arrays.timestamptz(events.map(({ occurredAt }) => occurredAt)),
    arrays.bytea(hashes.flat()),
    arrays.bytea(perEvent(({ expected }, _n, index) => (index === 0 ? expected.hash : null))),
    recordedAt,
  ];
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
