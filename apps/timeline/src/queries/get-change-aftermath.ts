import { GetChange, type GetChangeAftermath, type ParamsOf, type ResultOf } from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';
import { hoursAfter } from '../insights/hours';
import { incidentsAfter } from '../insights/incidents-after';
import { Inquiry } from '../insights/inquiry';
import { surroundingsOf } from '../insights/surroundings';
import { upToDate } from '../links/links-of';

export async function getChangeAftermath(
  { id, hours = 72 }: ParamsOf<typeof GetChangeAftermath>,
  context: QueryContext,
): Promise<ResultOf<typeof GetChangeAftermath>> {
  await upToDate(context);
  const inquiry = new Inquiry(context);
  const change = await inquiry.ask(GetChange, { id }, undefined);
  if (!change) throw notFound(`There is no change ${id}. Check the id or number.`);
  const record = { id: change.id, name: change.number, record: 'change' } as const;
  const from = change.actualStart;
  if (from === null) return { change: record, from, to: null, items: [], unanswered: [] };

  const to = hoursAfter(from, hours);
  const named = change.links.filter(({ kind }) => kind === 'affected_ci').map(({ target }) => target);
  const items = change.service ? [...named, change.service] : named;
  const { services } = await surroundingsOf(items, from, inquiry);
  const reached = [
    ...items.map((item) => ({ item, because: 'The change touched it.' })),
    ...services.map(({ service, because }) => ({ item: service, because: `It ${because}.` })),
  ];
  const incidents = await incidentsAfter(reached, { from, to, change: change.id }, inquiry, context);
  return { change: record, from, to, items: incidents, unanswered: inquiry.unanswered };
}
