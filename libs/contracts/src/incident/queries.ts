import { Type } from '@sinclair/typebox';
import {
  AnyOf,
  HistoryEntry,
  Instant,
  Line,
  Maybe,
  OneOf,
  PageOf,
  Payload,
  ROLES,
  STAFF,
  SortedBy,
  listParams,
  queriesOf,
} from '../kit';
import { ExternalIdentity } from './events';
import { CHANNELS, HOLD_REASONS, INCIDENT_STATES, MAJOR_STATES, PRIORITIES } from './lifecycle';
import { IncidentSettingsView } from './settings';
import { IncidentSummary, IncidentView } from './views';

const query = queriesOf('incident');
const { Optional } = Type;

/** What a list of incidents may be sorted by; a leading `-` means descending. */
export const INCIDENT_SORTS = ['openedAt', 'updatedAt', 'priority', 'number', 'state', 'resolvedAt', 'dueAt'] as const;
export type IncidentSort = (typeof INCIDENT_SORTS)[number];

const privacy = 'A requester finds their own incidents, as caller or watcher, and no work notes.';
const IncidentName = Line(200, { description: 'Id, or number such as `INC0000042`.' });

/**
 * Several filters must all hold. Sorting or filtering by promises (`dueAt`, `dueBefore`, `atRisk`, `breached`) is
 * refused with 403 to requesters.
 */
export const ListIncidents = query('ListIncidents', {
  route: 'GET /v1/incidents',
  roles: ROLES,
  summary: 'Incidents, filtered and sorted',
  description: `${privacy} Sorted by \`dueAt\`, those are listed for which a promise is running out.`,
  params: Payload({
    ...listParams,
    state: Optional(AnyOf(INCIDENT_STATES)),
    priority: Optional(AnyOf(PRIORITIES)),
    teamId: Optional(Line(200)),
    team: Optional(Line(300, { description: 'Name of the team.' })),
    assigneeId: Optional(Line(200)),
    assignee: Optional(Line(300, { description: 'Name of the person it is assigned to.' })),
    callerId: Optional(Line(200)),
    serviceId: Optional(Line(200)),
    service: Optional(Line(300, { description: 'Name of the service.' })),
    category: Optional(Line(200)),
    channel: Optional(OneOf(CHANNELS)),
    major: Optional(Type.Boolean({ description: 'Handled as a major incident, or not.' })),
    majorState: Optional(OneOf(MAJOR_STATES)),
    onHoldFor: Optional(OneOf(HOLD_REASONS)),
    number: Optional(Line(40, { examples: ['INC0000042'] })),
    externalNumber: Optional(Line(100, { description: 'Number in the system it was imported from.' })),
    importBatch: Optional(Line(100, { description: 'An import that told something of it.' })),
    openedFrom: Optional(Instant()),
    openedTo: Optional(Instant({ description: 'Not included.' })),
    updatedFrom: Optional(Instant()),
    updatedTo: Optional(Instant({ description: 'Not included.' })),
    atRisk: Optional(
      Type.Boolean({ description: 'A promise is warned of at 75 % or more and not decided yet, or none.' }),
    ),
    breached: Optional(Type.Boolean({ description: 'A promise was broken, or none.' })),
    dueBefore: Optional(Instant({ description: 'The next promise is due before this; not included.' })),
    q: Optional(Line(200, { description: 'Words in title, description, comments or numbers.' })),
    sort: Optional(SortedBy(INCIDENT_SORTS, '-openedAt')),
  }),
  result: PageOf(IncidentSummary),
});

/**
 * Read from the log, so it tells what was just acknowledged. What is not there and what may not be seen get the same
 * 404; `serviceLevels` is absent with `asOf`.
 */
export const GetIncident = query('GetIncident', {
  route: 'GET /v1/incidents/:id',
  roles: ROLES,
  versioned: true,
  summary: 'One incident, now or as it was',
  description: `${privacy} How its promises stood at an instant is told by \`GET /v1/sla/incidents/:id/clocks\`.`,
  params: Payload({
    id: IncidentName,
    asOf: Optional(Instant({ description: 'As it was at this instant, by what is known of it now.' })),
  }),
  result: IncidentView,
});

/**
 * Facts that an import’s undoing took back are left out; the log keeps them. Requesters get no work notes and no
 * workarounds.
 */
export const GetIncidentHistory = query('GetIncidentHistory', {
  route: 'GET /v1/incidents/:id/history',
  roles: ROLES,
  summary: 'Every fact about an incident that holds, in its order',
  description: privacy,
  params: Payload({ id: IncidentName }),
  result: Type.Object({
    id: Type.String(),
    number: Type.String(),
    external: Maybe(ExternalIdentity),
    /** How often what was imported was taken back. What is told of the time before that is left out. */
    withdrawals: Type.Integer(),
    /** First ids of facts that a fuller import left out and that count no more; imported again, they stay left out. */
    superseded: Type.Array(Type.String()),
    items: Type.Array(HistoryEntry),
  }),
});

/** Version 0 with null `revisedAt` and `revisedBy`: never revised, the defaults are in force. */
export const GetIncidentSettings = query('GetIncidentSettings', {
  route: 'GET /v1/incident-settings',
  roles: STAFF,
  versioned: true,
  summary: 'Priority matrix and automatic closing',
  params: Payload({ asOf: Optional(Instant({ description: 'As they were at this instant.' })) }),
  result: IncidentSettingsView,
});

const Opened = Type.Object({ id: Type.String(), number: Type.String(), openedAt: Instant() });

/** Asked by the trend rule of problem management; incidents without a category form none. */
export const FindIncidentClusters = query('FindIncidentClusters', {
  roles: [],
  summary: 'Categories with many incidents opened in a period, the most first; canceled ones do not count',
  params: Payload({
    from: Instant(),
    to: Instant({ description: 'Included.' }),
    atLeast: Type.Integer({ minimum: 2 }),
    most: Type.Integer({ minimum: 1, maximum: 200, description: 'Categories to tell.' }),
  }),
  result: Type.Object({
    clusters: Type.Array(
      Type.Object({ category: Type.String(), incidents: Type.Array(Opened, { description: 'The latest 500.' }) }),
    ),
  }),
});

/**
 * Asked by the trend rule of problem management, of incidents that share a configuration item; ids it does not know are
 * left out.
 */
export const FindOpenedIncidents = query('FindOpenedIncidents', {
  roles: [],
  summary: 'Which of these incidents were opened in a period; canceled ones do not count',
  params: Payload({
    ids: Type.Array(Line(200), { maxItems: 10_000 }),
    from: Instant(),
    to: Instant({ description: 'Included.' }),
  }),
  result: Type.Object({ incidents: Type.Array(Opened) }),
});

/** What people may see of incidents, and what problem management asks: the two that begin with `Find`. */
export const incidentQueries = [
  ListIncidents,
  GetIncident,
  GetIncidentHistory,
  GetIncidentSettings,
  FindIncidentClusters,
  FindOpenedIncidents,
] as const;
