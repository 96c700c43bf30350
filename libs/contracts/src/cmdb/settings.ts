import { Type, type Static } from '@sinclair/typebox';
import {
  Changed,
  Instant,
  Line,
  Maybe,
  Payload,
  Reference,
  STAFF,
  commandsOf,
  eventsOf,
  queriesOf,
  type EventOf,
} from '../kit';

/** Id of the one settings record. */
export const CMDB_SETTINGS_ID = 'settings';

const Sources = Type.Array(Line(100), { maxItems: 50, uniqueItems: true, description: 'The strongest first.' });

/** Whose word counts for more. Sources a list leaves out come after it, in alphabetical order; people are `manual`. */
export const Precedence = Payload({
  standard: Sources,
  fields: Type.Record(Type.String({ maxLength: 100 }), Sources, {
    maxProperties: 200,
    description: 'By field: `name`, `location`, `attributes.memoryGb`, …; others go by `standard`.',
  }),
});
export type Precedence = Static<typeof Precedence>;

/** In force until somebody revises it: what people say stands. */
export const DEFAULT_PRECEDENCE: Precedence = { standard: ['manual'], fields: {} };

/** The list that counts for a field: its own when there is one, else the standard. The strongest source first. */
export const precedenceOf = ({ standard, fields }: Precedence, field: string): readonly string[] =>
  Object.hasOwn(fields, field) ? fields[field]! : standard;

/** Recorded when a list differs; values stay as they are until something new is said of a field. */
export const SourcePrecedenceRevised = eventsOf('cmdb')(
  'SourcePrecedenceRevised',
  'The word of some sources counts for more, or less, than before in what is said from now on.',
  Type.Object({ precedence: Changed(Precedence), precedenceVersion: Type.Integer({ minimum: 2 }) }),
);

/** What is recorded of the one settings record. */
export const cmdbSettingsEvents = [SourcePrecedenceRevised] as const;
/** A fact about settings: whose word counted for more before, and whose does after. */
export type CmdbSettingsEvent = EventOf<(typeof cmdbSettingsEvents)[number]>;

/** Replaces the whole precedence; the same one again records nothing. */
export const ReviseSourcePrecedence = commandsOf('cmdb', 'cmdbsettings')('ReviseSourcePrecedence', {
  route: 'PUT /v1/cmdb-settings/precedence',
  roles: ['config-manager'],
  singleton: CMDB_SETTINGS_ID,
  summary: 'Revise whose word counts for more, per field',
  description:
    'What each source said is kept: a field is judged anew when a source, or a person, says something new of it.',
  payload: Precedence,
});

/** Always answers: before the first revision the default under version 1, with `revisedAt` and `revisedBy` of null. */
export const GetCmdbSettings = queriesOf('cmdb')('GetCmdbSettings', {
  route: 'GET /v1/cmdb-settings',
  roles: STAFF,
  versioned: true,
  summary: 'Whose word counts for more',
  params: Payload({ asOf: Type.Optional(Instant({ description: 'As it was at this instant.' })) }),
  result: Type.Object({
    precedence: Precedence,
    precedenceVersion: Type.Integer(),
    revisedAt: Maybe(Instant()),
    revisedBy: Maybe(Reference),
    version: Type.Integer(),
  }),
});
