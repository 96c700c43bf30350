import type { ListLinks, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { findSubject, referenceTo } from '../links/find-subject';
import { linksOf, upToDate } from '../links/links-of';

export async function listLinks(
  { record: name, asOf, limit = 200 }: ParamsOf<typeof ListLinks>,
  context: QueryContext,
): Promise<ResultOf<typeof ListLinks>> {
  await upToDate(context);
  const record = referenceTo(await findSubject(name, context));
  const at = new Date(asOf ?? context.clock()).toISOString();
  const items = await linksOf([record.id], { at, limit: limit + 1 }, context);
  return { record, items: items.slice(0, limit), truncated: items.length > limit };
}
