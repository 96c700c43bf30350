import type { RecordedEvent } from '@opsledger/event-store';
import { dropped, opened, scored, ticketEvent, ticketList, ticketListWith, type TicketRow } from '../fixtures/tickets';
import { positionOf } from '../fixtures/memory-source';
import { foldBatch, touchesOf, type Before, type Outcome } from './fold-batch';
import type { Projection } from './projection';

const NOTHING: Before<TicketRow> = { rows: new Map(), parkedKeys: new Set(), refused: new Map() };
const numbered = (...events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.map((event, index) => ({ ...event, position: positionOf(index + 1) }));

const fold = (
  events: readonly RecordedEvent[],
  before: Partial<Before<TicketRow>> = {},
  projection: Projection<TicketRow> = ticketList,
): Outcome<TicketRow> => foldBatch(projection, touchesOf(projection, events), { ...NOTHING, ...before });

describe('folding a batch', () => {
  it('carries a row through all its events', () => {
    const { changed } = fold(numbered(ticketEvent('a', 1, opened('Printer', 1)), ticketEvent('a', 2, scored(2))));
    expect(changed.get('a')).toMatchObject({ title: 'Printer', points: 3 });
  });

  it('begins with the stored row', () => {
    const stored = fold(numbered(ticketEvent('a', 1, opened('Printer', 1)))).changed.get('a') as TicketRow;
    const { changed } = fold(numbered(ticketEvent('a', 2, scored(2))), { rows: new Map([['a', stored]]) });
    expect(changed.get('a')?.points).toBe(3);
    expect(stored.points).toBe(1);
  });

  it('deletes, and begins anew after a deletion', () => {
    const stored = fold(numbered(ticketEvent('a', 1, opened('Printer', 1)))).changed.get('a') as TicketRow;
    const rows = new Map([['a', stored]]);
    expect(fold(numbered(ticketEvent('a', 2, dropped())), { rows }).changed).toEqual(new Map([['a', null]]));
    const again = fold(numbered(ticketEvent('a', 2, dropped()), ticketEvent('a', 3, scored(1))), { rows });
    expect(again.changed).toEqual(new Map([['a', null]]));
  });

  it('changes nothing where a handler leaves things as they are', () => {
    expect(fold(numbered(ticketEvent('a', 1, scored(1)))).changed.size).toBe(0);
    const same = ticketListWith({ handlers: { TicketScored: (row) => row } });
    const row = fold(numbered(ticketEvent('a', 1, opened()))).changed.get('a') as TicketRow;
    expect(fold(numbered(ticketEvent('a', 2, scored(1))), { rows: new Map([['a', row]]) }, same).changed.size).toBe(0);
  });

  it('lets an event touch several rows, each once', () => {
    const both = ticketListWith({ keys: () => ['a', 'b', 'a'] });
    expect([...fold(numbered(ticketEvent('x', 1, opened())), {}, both).changed.keys()]).toEqual(['a', 'b']);
  });

  it('parks what throws and what comes after it for that key', () => {
    const broken = ticketListWith({
      handlers: {
        ...ticketList.handlers,
        TicketScored: () => {
          throw new Error('No');
        },
      },
    });
    const events = numbered(
      ticketEvent('a', 1, opened('Printer', 1)),
      ticketEvent('a', 2, scored(1)),
      ticketEvent('a', 3, dropped()),
      ticketEvent('b', 1, opened()),
    );
    const { changed, parked } = fold(events, {}, broken);
    expect([changed.get('a')?.points, changed.has('b')]).toEqual([1, true]);
    expect(parked).toEqual([
      { key: 'a', event: events[1], error: new Error('No') },
      { key: 'a', event: events[2] },
    ]);
  });

  it('parks everything behind an earlier parked event', () => {
    const { changed, parked } = fold(numbered(ticketEvent('a', 2, scored(1))), { parkedKeys: new Set(['a']) });
    expect([changed.size, parked.length]).toEqual([0, 1]);
  });

  it('does not let a handler write another key’s row', () => {
    const astray = ticketListWith({
      handlers: {
        TicketOpened: (row, event, key) => ({ ...ticketList.handlers.TicketOpened!(row, event, key)!, id: 'b' }),
      },
    });
    const [parked] = fold(numbered(ticketEvent('a', 1, opened())), {}, astray).parked;
    expect(parked?.error?.message).toBe('ticket-list answered TicketOpened for a with a row whose id is b.');
  });
});
