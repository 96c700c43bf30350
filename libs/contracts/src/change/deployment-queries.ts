import { Type, type Static } from '@sinclair/typebox';
import {
  AnyOf,
  HistoryEntry,
  Id,
  Instant,
  Line,
  Maybe,
  OneOf,
  PageOf,
  Payload,
  Reference,
  STAFF,
  SortedBy,
  listParams,
  queriesOf,
} from '../kit';
import { deploymentDetails } from './deployment-events';
import { DEPLOYMENT_FINISHES, DEPLOYMENT_STATES, EnvironmentName } from './deployment-lifecycle';

const query = queriesOf('change');
const { Optional } = Type;

/** A deployment as lists and its own page show it. */
export const DeploymentSummary = Type.Object({
  id: Type.String(),
  source: Type.String(),
  externalId: Type.String(),
  service: Reference,
  environment: Type.String(),
  state: OneOf(DEPLOYMENT_STATES),
  ...deploymentDetails,
  finish: Maybe(Type.Object({ outcome: OneOf(DEPLOYMENT_FINISHES), at: Instant() })),
  rolledBackAt: Maybe(Instant()),
  changes: Type.Array(Reference),
  release: Maybe(Reference),
  /** The earliest that is known of it: started, or else finished, rolled back or first heard of. */
  at: Instant(),
  version: Type.Integer(),
});
export type DeploymentSummary = Static<typeof DeploymentSummary>;

/** When it began, as far as known; a leading `-` means descending. */
export const DEPLOYMENT_SORTS = ['at'] as const;

/** Latest first unless told; several filters must all hold. */
export const ListDeployments = query('ListDeployments', {
  route: 'GET /v1/deployments',
  roles: STAFF,
  summary: 'Deployments, filtered',
  params: Payload({
    ...listParams,
    serviceId: Optional(Line(200)),
    environment: Optional(EnvironmentName()),
    outcome: Optional(AnyOf(DEPLOYMENT_STATES)),
    from: Optional(Instant({ description: 'Began at this instant or later.' })),
    to: Optional(Instant({ description: 'Not included.' })),
    commit: Optional(Line(100)),
    releaseId: Optional(Line(200)),
    changeId: Optional(Line(200)),
    source: Optional(Line(100)),
    externalId: Optional(Line(200)),
    sort: Optional(SortedBy(DEPLOYMENT_SORTS, '-at')),
  }),
  result: PageOf(DeploymentSummary),
});

/** By id alone: deployments have no number; list by `source` and `externalId` to find what a pipeline calls it. */
export const GetDeployment = query('GetDeployment', {
  route: 'GET /v1/deployments/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One deployment, now or as it was',
  params: Payload({
    id: Id(),
    asOf: Optional(Instant({ description: 'As it was at this instant, by what is known of it now.' })),
  }),
  result: DeploymentSummary,
});

/** Facts are dated when they were true, so the order recorded need not be that of their times. */
export const GetDeploymentHistory = query('GetDeploymentHistory', {
  route: 'GET /v1/deployments/:id/history',
  roles: STAFF,
  summary: 'Every fact about a deployment, in the order recorded',
  params: Payload({ id: Id() }),
  result: Type.Object({
    id: Type.String(),
    source: Type.String(),
    externalId: Type.String(),
    items: Type.Array(HistoryEntry),
  }),
});

/** Whatever was under way at some moment between the two instants counts, also what has not ended. */
export const RecentDeployments = query('RecentDeployments', {
  roles: STAFF,
  summary: 'Deployments that may have caused an incident, the latest first',
  description:
    'Canceled ones are left out. A deployment names no configuration items: those of its services are asked.',
  params: Payload({
    serviceIds: Type.Array(Line(200), { maxItems: 200 }),
    ciIds: Type.Array(Line(200), {
      maxItems: 500,
      description: 'Services are configuration items too: a deployment of one of these counts.',
    }),
    since: Instant(),
    until: Instant({ description: 'Included.' }),
    limit: Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  }),
  result: Type.Object({ items: Type.Array(DeploymentSummary) }),
});

/** Read by staff; `RecentDeployments` is asked by other services alone. */
export const deploymentQueries = [ListDeployments, GetDeployment, GetDeploymentHistory, RecentDeployments] as const;
