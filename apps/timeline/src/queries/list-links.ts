import type { ListLinks, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { findSubject, referenceTo } from '../links/find-subject';
import { pageOfLinks, upToDate } from '../links/links-of';

export async function listLinks(
  { record: name, asOf, limit = 200, after }: ParamsOf<typeof ListLinks>,
  context: QueryContext,
): Promise<ResultOf<typeof ListLinks>> {
  await upToDate(context);
  const record = referenceTo(await findSubject(name, context));
  const at = new Date(asOf ?? context.clock()).toISOString();
  const scope = { list: 'links', record: record.id, asOf };
  const page = await pageOfLinks({ id: record.id, at }, { limit, after, scope }, context);
  return { record, items: [...page.items], truncated: page.next !== undefined, ...(page.next && { next: page.next }) };
}
