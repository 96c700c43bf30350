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

export const PlanRelease = command('PlanRelease', {
  ...byStaff,
  route: 'POST /v1/releases',
  creates: true,
  summary: 'Plan a release',
  description: 'The owner is whoever plans it, unless told.',
  payload: Payload({ title: Line(300), ...plan }),
});

export const ReviseReleasePlan = command('ReviseReleasePlan', {
  ...byStaff,
  route: 'POST /v1/releases/:id/revise',
  summary: 'Plan anew: any part of the plan, before deployment begins',
  description: 'What is left out stays as it is; null takes it away.',
  payload: Payload({ title: Optional(Line(300)), ...plan }, { minProperties: 1 }),
});

export const LinkRelease = command('LinkRelease', {
  ...byStaff,
  route: 'POST /v1/releases/:id/link',
  summary: 'Make a change part of the release',
  description: 'The change is named by id or number.',
  payload: Payload({
    kind: OneOf(RELEASE_LINK_KINDS),
    target: Payload({
      id: Line(200, { description: 'Id or number.' }),
      name: Optional(Line(300, { description: 'Needed only for a change that is not kept here.' })),
    }),
  }),
});

export const UnlinkRelease = command('UnlinkRelease', {
  ...byStaff,
  route: 'POST /v1/releases/:id/unlink',
  summary: 'Take a change out of the release',
  payload: Payload({
    kind: OneOf(RELEASE_LINK_KINDS),
    targetId: Line(200, { description: 'Id or number of the change.' }),
  }),
});

export const StartReleaseBuild = command('StartReleaseBuild', {
  ...byStaff,
  route: 'POST /v1/releases/:id/build',
  summary: 'Begin to build: planning → build',
  payload: Payload({}),
});

export const StartReleaseTest = command('StartReleaseTest', {
  ...byStaff,
  route: 'POST /v1/releases/:id/test',
  summary: 'Begin to test: build → test',
  payload: Payload({}),
});

export const FailReleaseTest = command('FailReleaseTest', {
  ...byStaff,
  route: 'POST /v1/releases/:id/fail-test',
  summary: 'The tests failed: test → build',
  payload: Payload({ findings: Prose() }),
});

export const StartReleaseDeployment = command('StartReleaseDeployment', {
  ...byManagers,
  route: 'POST /v1/releases/:id/deploy',
  summary: 'Begin to deploy: test → deploying',
  description: 'Refused until there are a target environment, a deployment plan and a back-out plan.',
  payload: Payload({}),
});

export const CompleteReleaseDeployment = command('CompleteReleaseDeployment', {
  ...byManagers,
  route: 'POST /v1/releases/:id/complete',
  summary: 'It is in place: deploying → deployed',
  description: 'People say so; deployments reported by pipelines are shown beside the release and move nothing.',
  payload: Payload({}),
});

export const RollBackRelease = command('RollBackRelease', {
  ...byManagers,
  route: 'POST /v1/releases/:id/roll-back',
  summary: 'Taken back: deploying or deployed → rolled back',
  payload: Payload({ reason: Prose(2000), notes: Optional(Prose()) }),
});

export const ReviewRelease = command('ReviewRelease', {
  ...byManagers,
  route: 'POST /v1/releases/:id/review',
  summary: 'Look back: deployed → reviewed',
  payload: Payload({ notes: Prose() }),
});

export const CancelRelease = command('CancelRelease', {
  ...byManagers,
  route: 'POST /v1/releases/:id/cancel',
  summary: 'Give it up, before deployment begins',
  payload: Payload({ reason: Prose(2000) }),
});

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
