import { Type } from '@sinclair/typebox';
import { v5 as uuid5 } from 'uuid';
import { Instant, Line, Maybe, OneOf, Payload, Prose, Reference, commandsOf } from '../kit';
import {
  DEPLOYMENT_FINISHES,
  DEPLOYMENT_LINK_KINDS,
  DEPLOYMENT_OUTCOMES,
  EnvironmentName,
} from './deployment-lifecycle';

const command = commandsOf('change', 'deployment');
const byManagers = { roles: ['change-manager', 'service-owner'] } as const;
const { Optional } = Type;

/** Namespace of deployments' ids; fixed for ever, or reporting again would double everything. */
const DEPLOYMENTS = '6f7a1f52-2f0e-5c0b-8a55-0d9c7f1e4b3a';

/** Id of the deployment that a pipeline calls `externalId`: the same in every report. */
export const deploymentId = (source: string, externalId: string): string =>
  uuid5(JSON.stringify([source, externalId]), DEPLOYMENTS);

/**
 * Refused for an unknown release, for an end before the start, and for times more than five minutes ahead. What a
 * person corrected is passed over, whatever the report says of it.
 */
export const ReportDeployment = command('ReportDeployment', {
  roles: ['agent', 'change-manager'],
  route: 'POST /v1/deployments',
  creates: 'or-extends',
  idOf: ({ source, externalId }) => deploymentId(String(source), String(externalId)),
  summary: 'Report a deployment, from a pipeline',
  description:
    'The record’s id follows from `source` and `externalId`. Report as often as you like and in any order: what is ' +
    'known already records nothing, what is new is added, what contradicts an earlier report is refused. `outcome` and ' +
    '`finishedAt` come together; with `rolled_back`, `finishedAt` is when it was taken back, and a deployment that ' +
    'succeeded or failed before keeps the time it finished.',
  payload: Payload({
    source: Line(100, { description: 'The system pipelines run in, e.g. `github-actions`.' }),
    externalId: Line(200, { description: 'What that system calls this deployment; unique there.' }),
    service: Reference,
    environment: EnvironmentName(),
    commit: Optional(Line(100)),
    label: Optional(Line(100, { description: 'The version that is deployed, as people call it, e.g. `2026.3.1`.' })),
    committedAt: Optional(Instant({ description: 'When the commit was made; lead time runs from here.' })),
    startedAt: Optional(Instant()),
    outcome: Optional(OneOf(DEPLOYMENT_OUTCOMES)),
    finishedAt: Optional(Instant()),
    url: Optional(Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000 })),
    triggeredBy: Optional(Line(300)),
    unplannedFix: Optional(Type.Boolean({ description: 'It repairs what users suffered from; counts as rework.' })),
    changes: Optional(Type.Array(Reference, { maxItems: 100 })),
    release: Optional(Line(200, { description: 'Id or number of the release.' })),
  }),
});

/**
 * Refused for an end before the start, a rollback before the finish, and times more than five minutes ahead. It stands
 * whatever pipelines report later; the same again records nothing.
 */
export const CorrectDeployment = command('CorrectDeployment', {
  ...byManagers,
  route: 'POST /v1/deployments/:id/correct',
  summary: 'Put right what was reported wrongly of a deployment, with a reason',
  description: 'What is left out stays as it is; null: it was never so.',
  payload: Payload({
    reason: Prose(2000),
    commit: Optional(Maybe(Line(100))),
    label: Optional(Maybe(Line(100))),
    committedAt: Optional(Maybe(Instant())),
    startedAt: Optional(Maybe(Instant())),
    unplannedFix: Optional(Maybe(Type.Boolean())),
    finish: Optional(Maybe(Payload({ outcome: OneOf(DEPLOYMENT_FINISHES), at: Instant() }))),
    rolledBackAt: Optional(Maybe(Instant())),
  }),
});

/** Refused for an unknown release, and for a second one; linked already: nothing is recorded. */
export const LinkDeployment = command('LinkDeployment', {
  roles: ['agent', 'change-manager', 'service-owner'],
  route: 'POST /v1/deployments/:id/link',
  summary: 'Say which change or release a deployment belongs to',
  description: 'A deployment belongs to one release at most; a release is named by id or number.',
  payload: Payload({ kind: OneOf(DEPLOYMENT_LINK_KINDS), target: Reference }),
});

/** What is not linked records nothing; what is taken off stays off, also when a pipeline reports it again. */
export const UnlinkDeployment = command('UnlinkDeployment', {
  roles: ['agent', 'change-manager', 'service-owner'],
  route: 'POST /v1/deployments/:id/unlink',
  summary: 'Say that a deployment does not belong to a change or release',
  payload: Payload({ kind: OneOf(DEPLOYMENT_LINK_KINDS), targetId: Line(200) }),
});

/** `ReportDeployment` comes from pipelines, under a token; the others from people. */
export const deploymentCommands = [ReportDeployment, CorrectDeployment, LinkDeployment, UnlinkDeployment] as const;
