import { Type } from '@sinclair/typebox';
import { Instant, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf } from '../kit';
import { EnvironmentName } from './deployment-lifecycle';
import { RELEASE_LINK_KINDS } from './release-lifecycle';

const command = commandsOf('change', 'release');
const byStaff = { roles: ['agent', 'change-manager', 'service-owner'] } as const;
const byManagers = { roles: ['change-manager', 'service-owner'] } as const;
const { Optional } = Type;

const plan = {
  description: Optional(Maybe(Prose())),
  service: Optional(Maybe(Reference)),
  owner: Optional(Maybe(Reference)),
  environment: Optional(Maybe(EnvironmentName({ description: 'Where it is to go, e.g. `production`.' }))),
  label: Optional(Maybe(Line(100, { description: 'What people call it, e.g. `2026.3`.' }))),
  plannedStart: Optional(Maybe(Instant())),
  plannedEnd: Optional(Maybe(Instant())),
  deploymentPlan: Optional(Maybe(Prose())),
  backOutPlan: Optional(Maybe(Prose())),
};

/** Refused for a planned end that is not after the start. A token of no person makes no owner. */
export const PlanRelease = command('PlanRelease', {
  ...byStaff,
  route: 'POST /v1/releases',
  creates: true,
  summary: 'Plan a release',
  description: 'The owner is whoever plans it, unless told.',
  payload: Payload({ title: Line(300), ...plan }),
});

/**
 * Refused once it is being deployed, and for a planned end that is not after the start; what is so already records
 * nothing.
 */
export const ReviseReleasePlan = command('ReviseReleasePlan', {
  ...byStaff,
  route: 'POST /v1/releases/:id/revise',
  summary: 'Revise any part of the plan of a release, before deployment begins',
  description: 'What is left out stays as it is; null takes it away.',
  payload: Payload({ title: Optional(Line(300)), ...plan }, { minProperties: 1 }),
});

/**
 * Refused once reviewed, rolled back or canceled, for an unknown change, and once it is being deployed for a change that
 * nobody has permitted; part of it already: nothing is recorded.
 */
export const LinkRelease = command('LinkRelease', {
  ...byStaff,
  route: 'POST /v1/releases/:id/link',
  summary: 'Make a change part of the release',
  description:
    'The change is named by id or number. Once the release is being deployed, it must be scheduled or further; an emergency must not be canceled.',
  payload: Payload({
    kind: OneOf(RELEASE_LINK_KINDS),
    target: Payload({
      id: Line(200, { description: 'Id or number.' }),
      name: Optional(Line(300, { description: 'Not needed: the change goes by its number.' })),
    }),
  }),
});

/** Refused once reviewed, rolled back or canceled; what is no part of it records nothing. */
export const UnlinkRelease = command('UnlinkRelease', {
  ...byStaff,
  route: 'POST /v1/releases/:id/unlink',
  summary: 'Take a change out of the release',
  payload: Payload({
    kind: OneOf(RELEASE_LINK_KINDS),
    targetId: Line(200, { description: 'Id or number of the change.' }),
  }),
});

/** Building already: nothing is recorded. */
export const StartReleaseBuild = command('StartReleaseBuild', {
  ...byStaff,
  route: 'POST /v1/releases/:id/build',
  summary: 'Begin to build a release: planning → build',
  payload: Payload({}),
});

/** Being tested already: nothing is recorded. */
export const StartReleaseTest = command('StartReleaseTest', {
  ...byStaff,
  route: 'POST /v1/releases/:id/test',
  summary: 'Begin to test a release: build → test',
  payload: Payload({}),
});

/** Only from `test`; the findings say what must be built anew. */
export const FailReleaseTest = command('FailReleaseTest', {
  ...byStaff,
  route: 'POST /v1/releases/:id/fail-test',
  summary: 'Record that tests of a release failed: test → build',
  payload: Payload({ findings: Prose() }),
});

/**
 * Of a change that is not permitted the refusal tells the state. Being deployed already: nothing is recorded; a change
 * planned anew since is not looked at again.
 */
export const StartReleaseDeployment = command('StartReleaseDeployment', {
  ...byManagers,
  route: 'POST /v1/releases/:id/deploy',
  summary: 'Begin to deploy a release: test → deploying',
  description:
    'Refused until there are a target environment, a deployment plan and a back-out plan, and while a change of it is not scheduled or further; an emergency need only not be canceled.',
  payload: Payload({}),
});

/** Deployed already: nothing is recorded. */
export const CompleteReleaseDeployment = command('CompleteReleaseDeployment', {
  ...byManagers,
  route: 'POST /v1/releases/:id/complete',
  summary: 'Record that a release is in place: deploying → deployed',
  description: 'People say so; deployments reported by pipelines are shown beside the release and move nothing.',
  payload: Payload({}),
});

/** Refused once reviewed; rolled back already: nothing is recorded. Its deployments stay as pipelines reported them. */
export const RollBackRelease = command('RollBackRelease', {
  ...byManagers,
  route: 'POST /v1/releases/:id/roll-back',
  summary: 'Record that a release was taken back: deploying or deployed → rolled back',
  payload: Payload({ reason: Prose(2000), notes: Optional(Prose()) }),
});

/** Only of a deployed one, and once. */
export const ReviewRelease = command('ReviewRelease', {
  ...byManagers,
  route: 'POST /v1/releases/:id/review',
  summary: 'Review a release: deployed → reviewed',
  payload: Payload({ notes: Prose() }),
});

/** Refused once it is being deployed: then it is rolled back. Canceled already: nothing is recorded. */
export const CancelRelease = command('CancelRelease', {
  ...byManagers,
  route: 'POST /v1/releases/:id/cancel',
  summary: 'Cancel a release, before deployment begins',
  payload: Payload({ reason: Prose(2000) }),
});

/**
 * Staff prepare a release; deploying, rolling back, reviewing and canceling are for change managers and service owners.
 */
export const releaseCommands = [
  PlanRelease,
  ReviseReleasePlan,
  LinkRelease,
  UnlinkRelease,
  StartReleaseBuild,
  StartReleaseTest,
  FailReleaseTest,
  StartReleaseDeployment,
  CompleteReleaseDeployment,
  RollBackRelease,
  ReviewRelease,
  CancelRelease,
] as const;
