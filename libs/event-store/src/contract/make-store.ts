import type { Clock } from '../clock';
import type { EventStore } from '../event-store';

/** Where stores may differ. */
export interface StoreTraits {
  readonly idsUniqueWithin: EventStore['idsUniqueWithin'];
  /** Characters that one event may surely hold. */
  readonly largestText: number;
}

/** A new store over an empty log; the suite closes it. */
export type MakeStore = (options: { readonly clock?: Clock }) => Promise<EventStore>;

/** Runs a test with a store of its own. */
export const withStore =
  (makeStore: MakeStore, run: (store: EventStore) => Promise<void>, clock?: Clock) => async (): Promise<void> => {
    const store = await makeStore({ clock });
    try {
      await run(store);
    } finally {
      await store.close();
    }
  };
