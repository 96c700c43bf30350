import { ListSlaCalendars, ListSlaPolicies } from '@opsledger/contracts';
import { START, type EventStore, type Position } from '@opsledger/event-store';
import { askingAs, type ServiceContext } from '@opsledger/service-kit';
import { BookShelf } from '../policy/book-shelf';
import type { PolicyBook } from '../policy/policy-book';

const ask = askingAs('sla');

/**
 * The book with everything that was defined up to a position of the log: a policy is in force for what is logged after
 * it, whatever the views have seen. Asked for by every judgement, so what is known is kept, and those who wait for the
 * same wait together.
 */
export class BookInForce {
  private static readonly byStore = new WeakMap<EventStore, BookInForce>();

  static of({ store, services }: ServiceContext): BookInForce {
    const known = BookInForce.byStore.get(store) ?? new BookInForce(services);
    BookInForce.byStore.set(store, known);
    return known;
  }

  private readonly shelf = new BookShelf();
  private book: PolicyBook | undefined;
  /** Up to here the book is known to be complete. */
  private known: Position = START;
  private wanted: Position = START;
  private reading: Promise<void> | undefined;

  private constructor(private readonly services: ServiceContext['services']) {}

  async upTo(position: Position): Promise<PolicyBook> {
    if (position > this.wanted) this.wanted = position;
    while (!this.book || this.known < position) await (this.reading ??= this.read());
    return this.book;
  }

  private async read(): Promise<void> {
    const position = this.wanted;
    try {
      const [{ items: policies }, { items: calendars }] = await Promise.all([
        ask(this.services, ListSlaPolicies, {}, position),
        ask(this.services, ListSlaCalendars, {}, position),
      ]);
      this.book = this.shelf.bookOf({ policies, calendars } as Parameters<BookShelf['bookOf']>[0]);
      this.known = position;
    } finally {
      this.reading = undefined;
    }
  }
}
