import type { EventStore } from '@opsledger/event-store';
import type { QueryContext } from '@opsledger/service-kit';
import { BookShelf } from '../policy/book-shelf';
import type { PolicyBook } from '../policy/policy-book';
import { slaCalendars, slaPolicies } from '../read-models/definitions';
import { definitionsOf } from './definitions';

const shelves = new WeakMap<EventStore, BookShelf>();

/** Every policy and calendar in every version, as the view has them. */
export async function currentBook(context: QueryContext): Promise<PolicyBook> {
  await Promise.all([context.upToDate(slaPolicies.name), context.upToDate(slaCalendars.name)]);
  const shelf = shelves.get(context.store) ?? new BookShelf();
  shelves.set(context.store, shelf);
  return shelf.bookOf(await definitionsOf(context));
}
