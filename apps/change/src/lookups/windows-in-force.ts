import type { ChangeWindowView } from '@opsledger/contracts';
import type { ServiceContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { windowList } from '../read-models/change-windows';
import type { ViewRow } from '../read-models/view-list';
import { freshRows } from './fresh-rows';

const MOST = 2_000;

/** Freezes and maintenance windows that were not withdrawn. */
export const windowsInForce = (context: ServiceContext): Promise<ChangeWindowView[]> =>
  freshRows(context, windowList.name, async () => {
    const rows = sql<ViewRow<ChangeWindowView>>`
      select * from change.change_windows where state = 'in_force' order by id limit ${MOST}`;
    return (await rows.execute(context.db)).rows.map(({ view }) => view);
  });
