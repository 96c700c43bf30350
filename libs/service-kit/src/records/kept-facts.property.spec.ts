import { randomUUID } from 'node:crypto';
import { MemoryEventStore, NO_STREAM, type StreamHead } from '@opsledger/event-store';
import fc from 'fast-check';
import { KeptFacts } from './kept-facts';

const STREAM = 'thing-1';

/** Reads take as long as a schedule says, before and after the server looks. */
class SlowStore extends MemoryEventStore {
  constructor(
    override readonly soleWriter: boolean,
    private readonly schedule: fc.Scheduler,
  ) {
    super();
  }

  override async readStream(...asked: Parameters<MemoryEventStore['readStream']>) {
    await this.schedule.schedule(Promise.resolve(), 'asked');
    const events = await super.readStream(...asked);
    await this.schedule.schedule(Promise.resolve(), 'answered');
    return events;
  }
}

test('whoever asks sees every fact that was recorded before, in order, however reads and appends interleave', async () => {
  const steps = fc.array(fc.constantFrom('read' as const, 'append' as const), { minLength: 2, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.boolean(), steps, async (schedule, soleWriter, all) => {
      const store = new SlowStore(soleWriter, schedule);
      const kept = new KeptFacts(store);
      let head: StreamHead = NO_STREAM;
      let recorded = 0;
      let appending = Promise.resolve();

      const append = async (): Promise<void> => {
        const event = {
          id: randomUUID(),
          type: 'ThingNoted',
          data: {},
          occurredAt: '2026-03-01T09:00:00.000Z',
          metadata: { actor: { id: 'p-1', name: 'Ada', kind: 'person' as const }, correlationId: 'c-1' },
        };
        ({ head } = await store.append(STREAM, head, [event]));
        recorded += 1;
      };
      const read = async (): Promise<void> => {
        const before = recorded;
        const revisions = (await kept.of(STREAM)).map(({ revision }) => revision);
        expect(revisions.length).toBeGreaterThanOrEqual(before);
        expect(revisions).toEqual(revisions.map((_, index) => index + 1));
      };
      const done = all.map((step) =>
        schedule
          .schedule(Promise.resolve(), step)
          .then(() => (step === 'read' ? read() : (appending = appending.then(append)))),
      );
      await schedule.waitFor(Promise.all(done));
    }),
    { numRuns: 500 },
  );
});
