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

/** What a figure means. A change of meaning raises the version. */
export const FigureDefinition = Type.Object({
  id: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  title: Type.String(),
  formula: Type.String(),
  cohort: Type.String({ description: 'Which incidents count, by which date.' }),
  edgeCases: Type.String(),
  unit: Type.String({ description: '`incidents`, `minutes`, `ratio` or `reassignments`.' }),
  columns: Type.Array(Type.String(), { description: 'Columns of `rows` that belong to it.' }),
  records: Type.String({
    description: 'Where the incidents behind it are listed. For one row: append its `filter`.',
  }),
});
export type FigureDefinition = Static<typeof FigureDefinition>;
