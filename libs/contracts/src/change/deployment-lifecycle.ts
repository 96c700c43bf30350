import { Type, type SchemaOptions } from '@sinclair/typebox';

/** What came of a deployment; `running` until a pipeline tells. */
export const DEPLOYMENT_OUTCOMES = ['succeeded', 'failed', 'rolled_back', 'canceled'] as const;
export type DeploymentOutcome = (typeof DEPLOYMENT_OUTCOMES)[number];

/** `running` covers everything before a pipeline tells the end, also what never will be told. */
export const DEPLOYMENT_STATES = ['running', ...DEPLOYMENT_OUTCOMES] as const;
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];

/** How a deployment finished; it may be rolled back afterwards, or instead. */
export const DEPLOYMENT_FINISHES = ['succeeded', 'failed', 'canceled'] as const;
export type DeploymentFinish = (typeof DEPLOYMENT_FINISHES)[number];

/** From → permitted next states. What a pipeline says last may reach us first: reports may skip states. */
export const DEPLOYMENT_TRANSITIONS: Readonly<Record<DeploymentState, readonly DeploymentState[]>> = {
  running: DEPLOYMENT_OUTCOMES,
  succeeded: ['rolled_back'],
  failed: ['rolled_back'],
  rolled_back: [],
  canceled: [],
};

/** A deployment belongs to any number of changes and to one release at most. */
export const DEPLOYMENT_LINK_KINDS = ['change', 'release'] as const;
export type DeploymentLinkKind = (typeof DEPLOYMENT_LINK_KINDS)[number];

/** Written in one way, so that `Production` and `production` are never two environments. */
export const EnvironmentName = (options: SchemaOptions = {}) =>
  Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9][a-z0-9._-]*$', examples: ['production'], ...options });
