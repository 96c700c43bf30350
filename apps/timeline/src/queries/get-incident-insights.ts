import type { GetIncidentInsights, ParamsOf, Reference, ResultOf } from '@opsledger/contracts';
import { GetIncident, type IncidentView } from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';
import { articlesFor } from '../insights/articles';
import { hoursBefore } from '../insights/hours';
import { Inquiry } from '../insights/inquiry';
import { knownErrorsFor } from '../insights/known-errors';
import { surroundingsOf } from '../insights/surroundings';
import { suspectsFor } from '../insights/suspects';

export async function getIncidentInsights(
  { id, hours = 72 }: ParamsOf<typeof GetIncidentInsights>,
  context: QueryContext,
): Promise<ResultOf<typeof GetIncidentInsights>> {
  const inquiry = new Inquiry(context);
  const incident = await inquiry.ask(GetIncident, { id }, undefined);
  if (!incident) throw notFound(`There is no incident ${id}. Check the id or number.`);
  const began = incident.openedAt;
  const items = itemsOf(incident);
  const surroundings = await surroundingsOf(items, began, inquiry);
  const [suspects, knownErrors, articles] = await Promise.all([
    suspectsFor(surroundings, { from: hoursBefore(began, hours), to: began }, inquiry),
    knownErrorsFor(incident, inquiry),
    articlesFor(incident, items, inquiry),
  ]);
  return {
    incident: { id: incident.id, name: incident.number, record: 'incident' },
    asOf: began,
    affectedServices: [...surroundings.services],
    suspects,
    knownErrors,
    articles,
    unanswered: inquiry.unanswered,
  };
}

/** What the incident names: affected items, and its service, which is an item too. */
function itemsOf({ links, service }: IncidentView): Reference[] {
  const named = links.filter(({ kind }) => kind === 'affected_ci').map(({ target }) => target);
  return service ? [...named, service] : named;
}
