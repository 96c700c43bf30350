import { Type, type Static } from '@sinclair/typebox';

/** Figures of the incident report, in the order in which it shows them; `backlog` comes last. */
export const INCIDENT_FIGURES = [
  'opened',
  'resolved',
  'closed',
  'canceled',
  'duplicates',
  'neverAcknowledged',
  'mtta',
  'mttr',
  'mttrWithoutHold',
  'firstResolution',
  'firstResolutionWithoutHold',
  'timeToClose',
  'firstContactResolution',
  'firstAssignmentResolution',
  'reopenRate',
  'everOnHold',
  'reassignments',
  'majorsAccepted',
  'majorDuration',
  'majorUpdatesOnTime',
  'backlog',
] as const;
export type IncidentFigure = (typeof INCIDENT_FIGURES)[number];

/** Figures of the service level report, in the order in which it shows them; `running` comes last. */
export const SERVICE_LEVEL_FIGURES = [
  'met',
  'breached',
  'compliance',
  'recordCompliance',
  'canceled',
  'unpromised',
  'running',
] as const;
export type ServiceLevelFigure = (typeof SERVICE_LEVEL_FIGURES)[number];

/** What a figure means. A change of meaning raises the version. */
export const FigureDefinition = Type.Object({
  id: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  formula: Type.String(),
  cohort: Type.String({ description: 'What counts, by which date.' }),
  edgeCases: Type.String(),
  unit: Type.String({ description: 'What it counts, e.g. `incidents`, or `minutes`, `ratio`, `deployments per day`.' }),
  columns: Type.Array(Type.String(), { description: 'Columns of `rows` that belong to it.' }),
  records: Type.String({
    description: 'Where what is behind it is listed. For one row: append its `filter`.',
  }),
});
export type FigureDefinition = Static<typeof FigureDefinition>;
