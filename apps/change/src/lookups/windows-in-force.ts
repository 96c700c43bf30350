import type { ChangeWindowView } from '@opsledger/contracts';
import type { ServiceContext } from '@opsledger/service-kit';
import { sql, type RawBuilder } from 'kysely';
import { frozenWithin, windowList } from '../read-models/change-windows';
import type { ViewRow } from '../read-models/view-list';
import { freshRows } from './fresh-rows';

const MOST = 2_000;

const windows = (context: ServiceContext, which: RawBuilder<boolean>): Promise<ChangeWindowView[]> =>
  freshRows(context, windowList.name, async () => {
    const rows = sql<ViewRow<ChangeWindowView>>`
      select * from change.change_windows where ${which} order by id limit ${MOST}`;
    return (await rows.execute(context.db)).rows.map(({ view }) => view);
  });

/** Freezes that meet a time and were not withdrawn. */
export const freezesWithin = (context: ServiceContext, from: string, to: string): Promise<ChangeWindowView[]> =>
  windows(context, frozenWithin(from, to));

/** Hours of maintenance that were not withdrawn. */
export const maintenanceInForce = (context: ServiceContext): Promise<ChangeWindowView[]> =>
  windows(context, sql<boolean>`kind = 'maintenance' and state = 'in_force'`);
