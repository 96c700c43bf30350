import { opened, scored, ticketEvent, type Opened, type TicketEvent } from '../fixtures/tickets';
import { planOrders } from './plan-orders';
import { cancel, process, schedule, send, sendAfter, type Effect, type Order } from './process';

const RECORDED = '2026-03-02T09:00:00.000Z';
const LATER = '2026-03-09T09:00:00.000Z';

const order = (type: string): Order => ({ service: 'helpdesk', type, id: 'a', data: {} });
const reacting = (...effects: readonly Effect[]) =>
  process<TicketEvent>({ name: 'nudge', handlers: { TicketOpened: () => effects } });
const event = (revision = 1) => ticketEvent('a', revision, opened());
const plan = (...effects: readonly Effect[]) => planOrders(reacting(...effects), [event()], new Set());

describe('planning orders', () => {
  it('sends at once what shall be sent', () => {
    expect([...plan(send(order('Nudge'))).orders.values()]).toMatchObject([
      { due: RECORDED, order: order('Nudge'), causationId: event().id, correlationId: 'correlation a' },
    ]);
  });

  it('gives the same cause the same request id, and different orders different ones', () => {
    const ids = (name = 'nudge'): readonly string[] =>
      [
        ...planOrders(
          { ...reacting(send(order('Nudge')), send(order('Nudge')), schedule('close', LATER, order('Close'))), name },
          [event()],
          new Set(),
        ).orders.values(),
      ].map(({ requestId }) => requestId);
    expect(ids()).toEqual(ids());
    expect(new Set([...ids(), ...ids('other')]).size).toBe(6);
  });

  it('lets an order wait for others of the same reaction, and for no other', () => {
    const [one, other] = [send(order('Nudge')), send(order('Remind'))];
    const orders = [...plan(one, other, sendAfter([one, other], order('Close'))).orders.values()];
    expect(orders[2]).toMatchObject({ order: order('Close'), after: [orders[0]!.key, orders[1]!.key] });
    expect(orders[0]).not.toHaveProperty('after');
    expect(plan(sendAfter([one], order('Close'))).parked[0]?.error?.message).toContain('does not send');
  });

  it('lets the last word about a timer count', () => {
    const twice = plan(schedule('close', LATER, order('Close')), schedule('close', LATER, order('Remind')));
    expect([...twice.orders.values()]).toMatchObject([{ key: 'close', order: order('Remind') }]);
    expect(twice.cancelled.size).toBe(0);

    const cancelled = plan(schedule('close', LATER, order('Close')), cancel('close'));
    expect(cancelled).toMatchObject({ orders: new Map(), cancelled: new Set(['close']) });

    const again = plan(cancel('close'), schedule('close', LATER, order('Close')));
    expect([again.orders.size, again.cancelled.size]).toEqual([1, 0]);
  });

  it('fires nothing for the past, and drops the timer that was to be replaced', () => {
    expect(plan(schedule('close', RECORDED, order('Close')))).toMatchObject({
      orders: new Map(),
      cancelled: new Set(['close']),
    });
  });

  it('parks an event whose reaction fails, and the later ones of its stream', () => {
    const failing = process<Opened>({
      name: 'failing',
      handlers: {
        TicketOpened: ({ subject }) => {
          if (subject === 'a') throw new Error('No');
          return [send(order('Nudge'))];
        },
      },
    });
    const events = [event(1), event(2), ticketEvent('b', 1, opened()), ticketEvent('a', 3, scored(1))];
    const { orders, parked } = planOrders(failing, events, new Set());
    expect(orders.size).toBe(1);
    expect(parked).toMatchObject([{ key: 'ticket-a', error: new Error('No') }, { key: 'ticket-a' }]);
  });

  it('takes a due time that is no instant for a failed reaction', () => {
    expect(plan(schedule('close', 'soon', order('Close'))).parked[0]?.error?.message).toContain('no instant');
  });
});
