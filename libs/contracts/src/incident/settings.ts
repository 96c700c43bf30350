import { Type, type Static } from '@sinclair/typebox';
import { Changed, Instant, Line, Maybe, Payload, Reference, commandsOf, eventsOf, type EventOf } from '../kit';
import { PriorityField } from './events';
import type { Level, Priority } from './lifecycle';

const event = eventsOf('incident');
const command = commandsOf('incident', 'incidentsettings');

/** Id of the one settings record. */
export const INCIDENT_SETTINGS_ID = 'settings';

const Row = Payload({ 1: PriorityField, 2: PriorityField, 3: PriorityField });

/**
 * Priorities by impact (outer) and urgency (inner), 1 the highest of either: `matrix['1']['3']`. None gets worse as
 * impact or urgency rises.
 */
export const PriorityMatrix = Payload({ 1: Row, 2: Row, 3: Row });
export type PriorityMatrix = Static<typeof PriorityMatrix>;

/** Resolved incidents close after so many business days in this IANA zone. */
export const AutoClose = Payload({
  businessDays: Type.Integer({ minimum: 1, maximum: 60 }),
  zone: Line(100, { description: 'IANA time zone, e.g. `Europe/Berlin`.' }),
});
export type AutoClose = Static<typeof AutoClose>;

/** As ITIL suggests; in force until an administrator revises it. Version 1. */
export const DEFAULT_PRIORITY_MATRIX: PriorityMatrix = {
  1: { 1: 'P1', 2: 'P2', 3: 'P3' },
  2: { 1: 'P2', 2: 'P3', 3: 'P4' },
  3: { 1: 'P3', 2: 'P4', 3: 'P5' },
};

/** What facts name that were judged by it. */
export const DEFAULT_PRIORITY_MATRIX_VERSION = 1;

/** In force until an administrator revises it. */
export const DEFAULT_AUTO_CLOSE: AutoClose = { businessDays: 5, zone: 'UTC' };

/** Priority of an impact and an urgency by a matrix, as ITIL derives it; overrides are not its matter. */
export const priorityIn = (matrix: PriorityMatrix, impact: Level, urgency: Level): Priority => matrix[impact][urgency];

/** The priority matrix in force, for incidents and problems alike, and the version that facts judged by it name. */
export interface MatrixInForce {
  readonly matrix: PriorityMatrix;
  readonly matrixVersion: number;
}

/**
 * By an administrator. The default is version 1, so the first revision is 2; facts name the version they were judged
 * by.
 */
export const PriorityMatrixRevised = event(
  'PriorityMatrixRevised',
  'Impact and urgency give other priorities from now on; incidents and problems assessed before keep theirs.',
  Type.Object({ matrix: Changed(PriorityMatrix), matrixVersion: Type.Integer({ minimum: 2 }) }),
);

/** By an administrator. Incidents that are resolved already close when their resolution said. */
export const AutoCloseRevised = event(
  'AutoCloseRevised',
  'Incidents resolved from now on close after another number of business days, or in another zone.',
  Type.Object({ autoClose: Changed(AutoClose) }),
);

/** Recorded on the one record `INCIDENT_SETTINGS_ID`; none of them: the defaults are in force. */
export const incidentSettingsEvents = [PriorityMatrixRevised, AutoCloseRevised] as const;

/** Every fact about the settings of incident management. */
export type IncidentSettingsEvent = EventOf<(typeof incidentSettingsEvents)[number]>;

const settings = { roles: ['admin'], singleton: INCIDENT_SETTINGS_ID } as const;

/** Replaces the whole matrix; the same one again records nothing. */
export const RevisePriorityMatrix = command('RevisePriorityMatrix', {
  ...settings,
  route: 'PUT /v1/incident-settings/priority-matrix',
  summary: 'Revise the priority matrix',
  description:
    'Applies to assessments from now on. A priority never gets worse (P1 → P5) when impact or urgency rises.',
  payload: Payload({ matrix: PriorityMatrix }),
});

/** Refused for a zone the server does not know; the same again records nothing. */
export const ReviseAutoClose = command('ReviseAutoClose', {
  ...settings,
  route: 'PUT /v1/incident-settings/auto-close',
  summary: 'Revise when resolved incidents close by themselves',
  description: 'Applies to resolutions from now on; major incidents never close by themselves.',
  payload: AutoClose,
});

/** Given by administrators alone. */
export const incidentSettingsCommands = [RevisePriorityMatrix, ReviseAutoClose] as const;

/** The settings in force. */
export const IncidentSettingsView = Type.Object({
  matrix: PriorityMatrix,
  matrixVersion: Type.Integer({ description: 'Named by every fact that took its priority from the matrix.' }),
  autoClose: AutoClose,
  revisedAt: Maybe(Instant()),
  revisedBy: Maybe(Reference),
  version: Type.Integer(),
});
export type IncidentSettingsView = Static<typeof IncidentSettingsView>;
