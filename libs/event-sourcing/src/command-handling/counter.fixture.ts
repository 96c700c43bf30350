import type { Actor } from '@opsledger/event-store';
import { aggregate } from '../decider/aggregate';
import type { Command, FactOverrides } from '../decider/command';
import { Refusal } from '../decider/refusal';
import type { CommandOrder } from './command-order';

type CounterEvent =
  | { readonly type: 'CounterOpened'; readonly data: { readonly number: string } }
  | { readonly type: 'CounterRaised'; readonly data: { readonly by: number } };

/** What the fixture's events add up to; `number` is absent until it is opened. */
export interface Counter {
  readonly number?: string;
  readonly open: boolean;
  readonly total: number;
}

type Raise = Command<'RaiseCounter', { by: number; limit?: number; overrides?: FactOverrides }>;

/** The smallest aggregate that can create, record, refuse and have nothing to do. */
export const counter = aggregate<Counter, CounterEvent>({
  category: 'counter',
  initial: { open: false, total: 0 },
  evolve: (state, event) =>
    event.type === 'CounterOpened'
      ? { number: event.data.number, open: true, total: 0 }
      : { ...state, total: state.total + event.data.by },
  decisions: {
    OpenCounter: ({ lookups }: Command<'OpenCounter', object, { number: string } | undefined>) => ({
      type: 'CounterOpened',
      data: { number: lookups?.number ?? 'CNT0000001' },
    }),
    RaiseCounter: ({ data: { by, limit, overrides } }: Raise, { total }) => {
      if (limit !== undefined && total + by > limit) throw new Refusal('limit-reached', `It stands at ${total}.`);
      return by === 0 ? [] : { type: 'CounterRaised', data: { by }, ...overrides };
    },
    RaiseTwice: ({ data: { by, limit, overrides } }: Raise, { total }) => {
      if (limit !== undefined && total + by > limit) throw new Refusal('limit-reached', `It stands at ${total}.`);
      return [
        { type: 'CounterRaised', data: { by } },
        { type: 'CounterRaised', data: { by }, ...overrides },
      ];
    },
  },
});

/** Gives every order of the fixture unless a spec names another. */
export const ANNA: Actor = { id: 'anna', name: 'Anna', kind: 'person' };
/** Somebody else than Anna: idempotency keys are scoped to the actor. */
export const BEN: Actor = { id: 'ben', name: 'Ben', kind: 'person' };

const NOW = '2026-03-01T09:00:00.000Z';

/** An order by Anna at a fixed instant, with no payload and to no record, save what `more` says. */
export const order = (type: string, more: Partial<CommandOrder> = {}): CommandOrder => ({
  type,
  data: {},
  now: NOW,
  actor: ANNA,
  correlationId: 'c-1',
  ...more,
});

/** An order that creates a counter; its number is CNT0000001 unless lookups say another. */
export const openCounter = (more: Partial<CommandOrder> = {}): CommandOrder =>
  order('OpenCounter', { creates: true, ...more });

/** An order to a counter that is there: `by` 0 is nothing to do, beyond `limit` it is refused. */
export const raise = (id: string, data: Raise['data'], more: Partial<CommandOrder> = {}): CommandOrder =>
  order('RaiseCounter', { id, data, ...more });
