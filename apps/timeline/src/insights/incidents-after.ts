import { ListIncidents, type AftermathIncident, type IncidentSummary, type Reference } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { linksOf } from '../links/links-of';
import type { Inquiry } from './inquiry';

interface Reached {
  readonly item: Reference;
  readonly because: string;
}

const MOST = 200;
/** Services whose incidents are asked for one by one. */
const MOST_SERVICES = 20;

/** Incidents of a time about some configuration items, or about services that need them; the earliest first. */
export async function incidentsAfter(
  reached: readonly Reached[],
  { from, to, change }: { readonly from: string; readonly to: string; readonly change: string },
  inquiry: Inquiry,
  context: QueryContext,
): Promise<AftermathIncident[]> {
  const opened = { openedFrom: from, openedTo: to, sort: 'openedAt', limit: MOST } as const;
  const byId = new Map(reached.map((one) => [one.item.id, one]));
  const found = new Map<string, { incident: IncidentSummary; on: Reached }>();
  const add = (incident: IncidentSummary, on: Reached): void => {
    if (!found.has(incident.id)) found.set(incident.id, { incident, on });
  };

  const [all, ...ofServices] = await Promise.all([
    inquiry.ask(ListIncidents, opened, undefined),
    ...reached.slice(0, MOST_SERVICES).map(async (on) => ({
      on,
      list: await inquiry.ask(ListIncidents, { ...opened, serviceId: on.item.id }, undefined),
    })),
  ]);
  const incidents = new Map((all?.items ?? []).map((incident) => [incident.id, incident]));
  for (const { on, list } of ofServices) for (const incident of list?.items ?? []) add(incident, on);
  const at = new Date(context.clock()).toISOString();
  const links = incidents.size > 0 ? await linksOf([...incidents.keys()], { at, limit: 10 * MOST }, context) : [];
  for (const { kind, from: pointing, to: target } of links) {
    const [incident, on] = [incidents.get(pointing.id), byId.get(target.id)];
    if (kind === 'affected_ci' && incident && on) add(incident, on);
  }
  const blaming = new Set(
    (found.size > 0 ? await linksOf([change], { at, limit: 10 * MOST }, context) : [])
      .filter(({ kind, to: target }) => kind === 'caused_by_change' && target.id === change)
      .map(({ from: incident }) => incident.id),
  );
  return [...found.values()]
    .sort((one, other) => (one.incident.openedAt < other.incident.openedAt ? -1 : 1))
    .map(({ incident, on }) => ({
      incident: { id: incident.id, name: incident.number, record: 'incident' },
      title: incident.title,
      openedAt: incident.openedAt,
      on: on.item,
      because: on.because,
      linked: blaming.has(incident.id),
    }));
}
