import type { IncidentLinkKind, Reference } from '@opsledger/contracts';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf, type EventStore } from '@opsledger/event-store';
import type { ServiceContext } from '@opsledger/service-kit';
import { incident } from '../incident/incident';
import { isKnown, type KnownIncident } from '../incident/incident-state';
import { incidentRecords } from '../queries/incident-records';

/** Longer chains than this are no longer followed; nobody builds them by hand. */
const LONGEST_CHAIN = 1_000;

/** An incident as the log has it now. */
export async function readIncident(store: EventStore, id: string): Promise<KnownIncident | undefined> {
  const state = (await stateAt(incident, store, streamOf(incident.category, id)))?.state;
  return state && isKnown(state) ? state : undefined;
}

interface OtherIncident {
  readonly reference: Reference;
  readonly record: KnownIncident;
}

/** Another incident by id or number. */
export async function otherIncident(context: ServiceContext, name: string): Promise<OtherIncident | undefined> {
  const id = await incidentRecords.idOf(name, context);
  const record = id === undefined ? undefined : await readIncident(context.store, id);
  return id !== undefined && record ? { reference: { id, name: record.number }, record } : undefined;
}

/** Ids of the incidents one gets to by following links of a kind; safe where they go in circles. */
export async function leadsTo(store: EventStore, from: KnownIncident, kind: IncidentLinkKind): Promise<string[]> {
  const found = new Set<string>();
  const waiting = targets(from, kind);
  for (let id = waiting.pop(); id !== undefined && found.size < LONGEST_CHAIN; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const next = await readIncident(store, id);
    if (next) waiting.push(...targets(next, kind));
  }
  return [...found];
}

const targets = ({ details }: KnownIncident, kind: IncidentLinkKind): string[] =>
  details.links.filter((link) => link.kind === kind).map(({ target }) => target.id);
