import { StoreUnavailable, type RecordedEvent } from '@opsledger/event-store';
import fc from 'fast-check';
import { Refusal } from '../decider/refusal';
import { CommandHandler } from './command-handler';
import { counter, openCounter, raise } from './counter.fixture';
import { Overloaded } from './errors';
import { UnreliableStore, type Fault } from './unreliable-store.fixture';

const LIMIT = 40;
const RECORDS = ['one', 'two'];

const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'request lost', 'answer lost'), { maxLength: 30 });
const commands = fc.array(
  fc.record({
    record: fc.constantFrom(...RECORDS),
    process: fc.constantFrom(0, 1),
    by: fc.integer({ min: -3, max: 9 }),
    key: fc.integer({ min: 0, max: 12 }),
  }),
  { minLength: 1, maxLength: 40 },
);

const raisesOf = (events: readonly RecordedEvent[]): number[] =>
  events.flatMap(({ data }) => ('by' in data ? [data.by as number] : []));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** As a client behaves: what is retriable is sent again under the same key. */
async function untilAnswered<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StoreUnavailable || error instanceof Overloaded)) throw error;
    }
  }
}

it.each(['log', 'stream'] as const)(
  'the log holds what was acknowledged, once, and no rule is broken, whatever fails and races: ids unique within the %s',
  async (idsUniqueWithin) => {
    await fc.assert(
      fc.asyncProperty(commands, faults, async (given, failing) => {
        const store = new UnreliableStore(undefined, idsUniqueWithin);
        const processes = [new CommandHandler(counter, store), new CommandHandler(counter, store)] as const;
        for (const id of RECORDS) await processes[0].handle(openCounter({ id }));
        store.faults = [...failing];

        const acknowledged = new Map<string, { record: string; by: number }>();
        await Promise.all(
          given.map(async ({ record, process, by, key }) => {
            const request = { key: `${record}/${by}/${key}`, digest: 'same' };
            try {
              const handler = processes[process] ?? processes[0];
              const outcome = await untilAnswered(() =>
                handler.handle(raise(record, { by, limit: LIMIT }, { request })),
              );
              if (outcome.events.length > 0) acknowledged.set(request.key, { record, by });
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
            }
          }),
        );

        for (const id of RECORDS) {
          const raised = raisesOf(await store.readStream(`counter-${id}`));
          const promised = [...acknowledged.values()].filter(({ record }) => record === id).map(({ by }) => by);
          expect([...raised].sort()).toEqual([...promised].sort());
          raised.forEach((by, index) => {
            if (by > 0) expect(sum(raised.slice(0, index + 1))).toBeLessThanOrEqual(LIMIT);
          });
          const seen = await Promise.all(processes.map((handler) => handler.handle(raise(id, { by: 0 }))));
          for (const { state } of seen) expect(state?.total).toBe(sum(raised));
        }
      }),
      { numRuns: 60 },
    );
  },
);
