import { START, type Position, type RecordedEvent } from '@opsledger/event-store';
import fc from 'fast-check';
import { positionOf } from '../fixtures/memory-source';
import { scored, ticketEvent } from '../fixtures/tickets';
import { PartitionLog } from './partition-log.fixture';
import { linked, type LinkedEvent } from './publisher';

/**
 * What a relay does, step by step, so that steps of several may be put in any order: it begins at the stored checkpoint,
 * sends a batch partition by partition (each of which may arrive late, but before the next batch is sent), and moves the
 * checkpoint when all of it arrived, unless another has begun meanwhile.
 */
class Relay {
  private epoch = 0;
  private position: Position | undefined;
  private batch: readonly RecordedEvent[] = [];
  private parts: { partition: number; part: readonly LinkedEvent[] }[] = [];

  constructor(private readonly shared: { log: readonly RecordedEvent[]; topics: PartitionLog; stored: Stored }) {}

  begin(): void {
    const { stored } = this.shared;
    stored.epoch += 1;
    this.epoch = stored.epoch;
    this.position = stored.position;
    this.parts = [];
    this.batch = [];
  }

  step(size: number): void {
    const { log, topics, stored } = this.shared;
    if (this.position === undefined) return this.begin();
    const next = this.parts.shift();
    if (next) return topics.append(next.partition, next.part);
    const sent = this.batch.at(-1);
    if (sent) {
      this.batch = [];
      if (this.epoch !== stored.epoch) return this.begin();
      this.position = stored.position = sent.position;
      return;
    }
    const after = this.position;
    this.batch = log.filter(({ position }) => position > after).slice(0, size);
    this.parts = topics
      .split(linked(this.batch, after))
      .map((part, partition) => ({ part, partition }))
      .filter(({ part }) => part.length > 0);
  }
}

interface Stored {
  position: Position;
  epoch: number;
}

const events = (subjects: readonly string[]): RecordedEvent[] =>
  subjects.map((subject, index) => ({
    ...ticketEvent(subject, index + 1, scored(1)),
    position: positionOf(index * 3 + 1),
  }));

const step = fc.record({
  relay: fc.nat(2),
  does: fc.constantFrom('step', 'step', 'step', 'step', 'step', 'begin'),
  size: fc.integer({ min: 1, max: 4 }),
});

test('whoever still sends after losing the lead leaves first occurrences in order, without a gap', () => {
  const subjects = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 25 });
  const steps = fc.array(step, { maxLength: 250, size: 'max' });
  fc.assert(
    fc.property(subjects, steps, (told, script) => {
      const log = events(told);
      const topics = new PartitionLog(3);
      const all = topics.expected(log);
      const stored = { position: START, epoch: 0 };
      const relays = [0, 1, 2].map(() => new Relay({ log, topics, stored }));
      for (const { relay, does, size } of script) {
        const before = stored.position;
        if (does === 'begin') relays[relay]!.begin();
        else relays[relay]!.step(size);
        if (stored.position === before) continue;
        const acknowledged = topics.expected(log.filter(({ position }) => position <= stored.position));
        acknowledged.forEach((part, partition) =>
          expect(topics.firstOccurrences(partition).slice(0, part.length)).toEqual(part),
        );
      }
      all.forEach((expected, partition) => {
        const seen = topics.firstOccurrences(partition);
        expect(seen).toEqual(expected.slice(0, seen.length));
      });
    }),
    { numRuns: 200 },
  );
});
