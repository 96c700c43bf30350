import type { ServiceContext } from '@opsledger/service-kit';

/** Rows of a list, once it has seen all that is in the log. */
export async function freshRows<Row>(
  context: ServiceContext,
  list: string,
  load: () => Promise<Row[]>,
): Promise<Row[]> {
  // Only a row that is missing is waited for: so they are missing the first time.
  let isWaitedFor = false;
  const rows = await context.found(list, async () => {
    if (isWaitedFor) return load();
    isWaitedFor = true;
    return undefined;
  });
  return rows ?? [];
}
