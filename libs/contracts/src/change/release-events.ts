import { Type, type Static } from '@sinclair/typebox';
import { Changed, Instant, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { EnvironmentName } from './deployment-lifecycle';
import { RELEASE_LINK_KINDS, RELEASE_STATES } from './release-lifecycle';

const event = eventsOf('change');

/** What readers group by, as it stands after the event. On every event of a release. */
export const ReleaseKeys = Type.Object({
  number: Line(40),
  state: OneOf(RELEASE_STATES),
  service: Maybe(Reference),
  owner: Maybe(Reference),
  environment: Maybe(EnvironmentName()),
});
export type ReleaseKeys = Static<typeof ReleaseKeys>;

/** What is planned of a release. */
export const releasePlan = {
  title: Line(300),
  description: Maybe(Prose()),
  label: Maybe(Line(100)),
  plannedStart: Maybe(Instant()),
  plannedEnd: Maybe(Instant()),
  deploymentPlan: Maybe(Prose()),
  backOutPlan: Maybe(Prose()),
};

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: ReleaseKeys, ...fields });

/** First fact of a release; owner, service and environment are in the keys. */
export const ReleasePlanned = event('ReleasePlanned', 'A release was planned.', fact(releasePlan));

/** Before deployment begins. What was not touched has the same `before` and `after`. */
export const ReleasePlanRevised = event(
  'ReleasePlanRevised',
  'What is released, where, when, by whom or how was planned anew.',
  fact({
    title: Changed(Line(300)),
    description: Changed(Maybe(Prose())),
    label: Changed(Maybe(Line(100))),
    plannedStart: Changed(Maybe(Instant())),
    plannedEnd: Changed(Maybe(Instant())),
    deploymentPlan: Changed(Maybe(Prose())),
    backOutPlan: Changed(Maybe(Prose())),
    service: Changed(Maybe(Reference)),
    owner: Changed(Maybe(Reference)),
    environment: Changed(Maybe(EnvironmentName())),
  }),
);

/** By people, until the release has ended; the change itself records nothing. */
export const ReleaseLinked = event(
  'ReleaseLinked',
  'A change became part of the release.',
  fact({ kind: OneOf(RELEASE_LINK_KINDS), target: Reference }),
);

/** Deployments that were linked with the release stay so. */
export const ReleaseUnlinked = event(
  'ReleaseUnlinked',
  'A change is no longer part of the release.',
  fact({ kind: OneOf(RELEASE_LINK_KINDS), target: Reference }),
);

/** From `planning`. After failed tests building goes on without it. */
export const ReleaseBuildStarted = event('ReleaseBuildStarted', 'Building began.', fact({}));

/** From `build`, again after every failed test. */
export const ReleaseTestStarted = event('ReleaseTestStarted', 'What was built is being tested.', fact({}));

/** Back to `build`; every one stays listed with its findings. */
export const ReleaseTestFailed = event(
  'ReleaseTestFailed',
  'The tests failed; the release is being built again.',
  fact({ findings: Prose() }),
);

/** By a change manager or service owner. The plan is fixed from now on. */
export const ReleaseDeploymentStarted = event(
  'ReleaseDeploymentStarted',
  'Deployment to the target environment began.',
  fact({}),
);

/** A person says so; no pipeline’s report leads to it. */
export const ReleaseDeployed = event('ReleaseDeployed', 'The release is in place.', fact({}));

/** Final, while deploying or after it; `notes` are null where nothing more was said. */
export const ReleaseRolledBack = event(
  'ReleaseRolledBack',
  'The release was taken back by its back-out plan.',
  fact({ reason: Prose(2000), notes: Maybe(Prose()) }),
);

/** Final: after it the release is not rolled back any more. */
export const ReleaseReviewed = event(
  'ReleaseReviewed',
  'The release was looked back on: what came of it.',
  fact({ notes: Prose() }),
);

/** Final, from `planning`, `build` or `test`; its changes stay as they are. */
export const ReleaseCanceled = event(
  'ReleaseCanceled',
  'The release was given up before anything was deployed.',
  fact({ reason: Prose(2000) }),
);

/** Life of one release: a group of changes that go out together. */
export const releaseEvents = [
  ReleasePlanned,
  ReleasePlanRevised,
  ReleaseLinked,
  ReleaseUnlinked,
  ReleaseBuildStarted,
  ReleaseTestStarted,
  ReleaseTestFailed,
  ReleaseDeploymentStarted,
  ReleaseDeployed,
  ReleaseRolledBack,
  ReleaseReviewed,
  ReleaseCanceled,
] as const;
export type ReleaseEvent = EventOf<(typeof releaseEvents)[number]>;
