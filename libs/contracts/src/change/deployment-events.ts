import { Type, type Static } from '@sinclair/typebox';
import { Changed, Instant, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { DEPLOYMENT_FINISHES, DEPLOYMENT_LINK_KINDS, DEPLOYMENT_STATES, EnvironmentName } from './deployment-lifecycle';

const event = eventsOf('change');

/** What readers group by, as it stands after the event. On every event of a deployment. */
export const DeploymentKeys = Type.Object({
  source: Line(100),
  externalId: Line(200),
  state: OneOf(DEPLOYMENT_STATES),
  service: Reference,
  environment: EnvironmentName(),
});
export type DeploymentKeys = Static<typeof DeploymentKeys>;

/** What pipelines tell of a deployment besides where it goes and what came of it; null: not told yet. */
export const deploymentDetails = {
  commit: Maybe(Line(100)),
  label: Maybe(Line(100)),
  committedAt: Maybe(Instant()),
  startedAt: Maybe(Instant()),
  url: Maybe(Type.String({ maxLength: 2000 })),
  triggeredBy: Maybe(Line(300)),
  unplannedFix: Maybe(Type.Boolean()),
};

/** Those details as one object; in events of a later report null means that it said nothing new. */
export const DeploymentDetails = Type.Object(deploymentDetails);
export type DeploymentDetails = Static<typeof DeploymentDetails>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: DeploymentKeys, ...fields });

/**
 * First fact of a deployment, dated to when it began as far as told, else to when it was reported. Null: not told yet.
 */
export const DeploymentReported = event(
  'DeploymentReported',
  'A pipeline reported a deployment for the first time.',
  fact(deploymentDetails),
);

/**
 * Dated to when the deployment began as far as known. Nothing known is ever replaced by it: only `DeploymentCorrected`
 * does that.
 */
export const DeploymentDetailsLearned = event(
  'DeploymentDetailsLearned',
  'A later report told what was not known yet; null: nothing new about that.',
  fact(deploymentDetails),
);

/** Recorded once; `finishedAt` is the pipeline’s. Delivery figures (DORA) count by it. */
export const DeploymentFinished = event(
  'DeploymentFinished',
  'A deployment succeeded, failed or was canceled.',
  fact({ outcome: OneOf(DEPLOYMENT_FINISHES), finishedAt: Instant() }),
);

/** The last word, whether or not it had finished before; that finish stays known. The change-fail rate counts it. */
export const DeploymentRolledBack = event(
  'DeploymentRolledBack',
  'What was deployed, or was being deployed, was taken back.',
  fact({ rolledBackAt: Instant() }),
);

/** By a report, or by a person afterwards. */
export const DeploymentLinked = event(
  'DeploymentLinked',
  'A deployment turned out to belong to a change or a release.',
  fact({ kind: OneOf(DEPLOYMENT_LINK_KINDS), target: Reference }),
);

/** Said by a person: no report links the two again. */
export const DeploymentUnlinked = event(
  'DeploymentUnlinked',
  'A deployment does not belong to a change or a release after all.',
  fact({ kind: OneOf(DEPLOYMENT_LINK_KINDS), target: Reference }),
);

const Finish = Maybe(Type.Object({ outcome: OneOf(DEPLOYMENT_FINISHES), at: Instant() }));

/**
 * What changed is no longer for pipelines to tell. Null `after`: it was never so; the same `before` and `after`: not
 * touched.
 */
export const DeploymentCorrected = event(
  'DeploymentCorrected',
  'Somebody put right what a pipeline had reported wrongly.',
  fact({
    reason: Prose(2000),
    commit: Changed(Maybe(Line(100))),
    label: Changed(Maybe(Line(100))),
    committedAt: Changed(Maybe(Instant())),
    startedAt: Changed(Maybe(Instant())),
    unplannedFix: Changed(Maybe(Type.Boolean())),
    finish: Changed(Finish),
    rolledBackAt: Changed(Maybe(Instant())),
  }),
);

/** Life of one deployment to one environment; pipelines tell it, people put it right. */
export const deploymentEvents = [
  DeploymentReported,
  DeploymentDetailsLearned,
  DeploymentFinished,
  DeploymentRolledBack,
  DeploymentLinked,
  DeploymentUnlinked,
  DeploymentCorrected,
] as const;
export type DeploymentEvent = EventOf<(typeof deploymentEvents)[number]>;
