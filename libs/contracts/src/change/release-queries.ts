import { Type, type Static } from '@sinclair/typebox';
import {
  AnyOf,
  HistoryEntry,
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
import { DeploymentSummary } from './deployment-queries';
import { EnvironmentName } from './deployment-lifecycle';
import { RELEASE_STATES } from './release-lifecycle';

const query = queriesOf('change');
const { Optional } = Type;

const summary = {
  id: Type.String(),
  number: Type.String(),
  state: OneOf(RELEASE_STATES),
  title: Type.String(),
  label: Maybe(Type.String({ description: 'What people call it, e.g. `2026.3`.' })),
  service: Maybe(Reference),
  owner: Maybe(Reference),
  environment: Maybe(Type.String()),
  plannedStart: Maybe(Instant()),
  plannedEnd: Maybe(Instant()),
  plannedAt: Instant({ description: 'When it was first planned.' }),
  updatedAt: Instant(),
  deployedAt: Maybe(Instant()),
  /** How many changes it groups. */
  changeCount: Type.Integer(),
  version: Type.Integer(),
};

/** A release in a list. `plannedAt` is when its planning began; `deployedAt` is null until it is in place. */
export const ReleaseSummary = Type.Object(summary);
export type ReleaseSummary = Static<typeof ReleaseSummary>;

/** A release as its page shows it, with how its deployments in all environments came out. */
export const ReleaseView = Type.Object({
  ...summary,
  description: Maybe(Type.String()),
  deploymentPlan: Maybe(Type.String()),
  backOutPlan: Maybe(Type.String()),
  changes: Type.Array(Reference),
  testFailures: Type.Array(Type.Object({ at: Instant(), findings: Type.String() })),
  reviewNotes: Maybe(Type.String()),
  endedBecause: Maybe(Type.String({ description: 'Why it was rolled back or canceled.' })),
  rollBackNotes: Maybe(Type.String()),
  deployments: Optional(
    Type.Object(
      {
        items: Type.Array(DeploymentSummary, { description: 'The latest hundred, the latest first.' }),
        running: Type.Integer(),
        succeeded: Type.Integer(),
        failed: Type.Integer(),
        rolled_back: Type.Integer(),
        canceled: Type.Integer(),
      },
      { description: 'What pipelines reported; left out of a view of the past.' },
    ),
  ),
});
export type ReleaseView = Static<typeof ReleaseView>;

const ReleaseName = Line(200, { description: 'Id, or number such as `REL0000042`.' });

/** What a list of releases may be sorted by; a leading `-` means descending. */
export const RELEASE_SORTS = ['plannedAt', 'updatedAt', 'plannedStart', 'number'] as const;
export type ReleaseSort = (typeof RELEASE_SORTS)[number];

/** Several filters must all hold; the latest planned comes first unless told. */
export const ListReleases = query('ListReleases', {
  route: 'GET /v1/releases',
  roles: STAFF,
  summary: 'Releases, filtered and sorted',
  params: Payload({
    ...listParams,
    state: Optional(AnyOf(RELEASE_STATES)),
    serviceId: Optional(Line(200)),
    ownerId: Optional(Line(200)),
    environment: Optional(EnvironmentName()),
    changeId: Optional(Line(200, { description: 'Releases this change is part of.' })),
    number: Optional(Line(40, { examples: ['REL0000042'] })),
    q: Optional(Line(200, { description: 'Words in title, label or number, or their beginnings.' })),
    sort: Optional(SortedBy(RELEASE_SORTS, '-plannedAt')),
  }),
  result: PageOf(ReleaseSummary),
});

/** Read from the log; its deployments are those of now, and are left out with `asOf`. */
export const GetRelease = query('GetRelease', {
  route: 'GET /v1/releases/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One release with its changes and deployments, now or as it was',
  params: Payload({
    id: ReleaseName,
    asOf: Optional(Instant({ description: 'As it was at this instant, by what is known of it now.' })),
  }),
  result: ReleaseView,
});

/** By id or number; what deployments told is in their own histories. */
export const GetReleaseHistory = query('GetReleaseHistory', {
  route: 'GET /v1/releases/:id/history',
  roles: STAFF,
  summary: 'Every fact about a release, in the order recorded',
  params: Payload({ id: ReleaseName }),
  result: Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) }),
});

/** Read by staff. */
export const releaseQueries = [ListReleases, GetRelease, GetReleaseHistory] as const;
