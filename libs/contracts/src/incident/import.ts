import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { v5 as uuid5 } from 'uuid';
import { Id, Instant, Line, Payload, Prose, Reference, commandsOf } from '../kit';
import { incidentEvents, type IncidentEvent } from './events';

/** Namespace of imported records' ids; fixed for ever, or importing again would double everything. */
const IMPORTED_INCIDENTS = '3d0c8e0a-6c5f-5b61-9f2e-4b8a7d1c2e90';

/** Id of the incident that another system calls `number`: the same in every import. */
export const importedIncidentId = (source: string, number: string): string =>
  uuid5(JSON.stringify([source, number]), IMPORTED_INCIDENTS);

/**
 * Id of an imported fact: the same in every import, another one after the facts of the record were withdrawn.
 *
 * @param key unique within the record
 * @param generation how often the record's facts were withdrawn before
 */
export const importedFactId = (recordId: string, key: string, generation: number): string =>
  uuid5(JSON.stringify([key, generation]), recordId);

/**
 * Ids under which an imported fact may have been recorded, before or after any withdrawal.
 *
 * @param key unique within the record
 * @param withdrawals how often the record's facts were withdrawn so far
 */
export const importedFactIds = (recordId: string, key: string, withdrawals: number): string[] =>
  Array.from({ length: withdrawals + 1 }, (_, generation) => importedFactId(recordId, key, generation));

type IncidentFactType = IncidentEvent['type'];

/** What a fact says, without the keys, which the service adds from what it folds. */
export type IncidentFactData<Type extends IncidentFactType = IncidentFactType> = Omit<
  Extract<IncidentEvent, { type: Type }>['data'],
  'keys'
>;

/** Bookkeeping of the service itself; no source states it. */
const NOT_IMPORTED: readonly IncidentFactType[] = ['IncidentImportWithdrawn', 'IncidentWorkaroundOffered'];
const importable = incidentEvents.filter(({ name }) => !NOT_IMPORTED.includes(name));

/** Each fact's data is checked by the schema of its type alone: thousands come at once. */
const dataByType = importable.map(({ name, data: { properties, required } }) => {
  const { keys: _keys, ...fields } = properties as Record<string, TSchema>;
  const data = {
    type: 'object',
    properties: fields,
    required: (required ?? []).filter((field) => field !== 'keys'),
    additionalProperties: false,
  };
  return { properties: { type: { const: name }, data }, required: ['type', 'data'] };
});

const ImportedFactFields = Payload({
  key: Line(200, { description: 'Unique within the record and the same in every import of it.' }),
  row: Type.Integer({ minimum: 1, description: '1-based data row of the source file.' }),
  at: Instant({ description: 'When it was so.' }),
  by: Reference,
  type: Type.Unsafe<IncidentFactType>({ type: 'string', enum: importable.map(({ name }) => name) }),
  data: Type.Unsafe<IncidentFactData>({ type: 'object' }),
  contradiction: Type.Optional(
    Prose(2000, { description: 'What the source says that cannot be, and how it was read.' }),
  ),
});
export type ImportedFact = Static<typeof ImportedFactFields>;
const ImportedFactField = Type.Unsafe<ImportedFact>({
  ...ImportedFactFields,
  discriminator: { propertyName: 'type' },
  oneOf: dataByType,
});

/**
 * Refused for an id that does not follow from source and number, for an incident logged here, and for facts that belong
 * before work done here since.
 */
export const ImportIncident = commandsOf('incident')('ImportIncident', {
  route: 'POST /v1/incidents/:id/import',
  roles: ['admin'],
  creates: 'or-extends',
  summary: 'Record what another system recorded about one incident',
  description:
    'The id follows from source and number. Facts keep their own times and authors; those recorded before are skipped, ' +
    'so importing again adds nothing; what contradicts our life cycle is recorded and marked. Facts that belong between ' +
    'those of an earlier import are put there: the record is told again, unless it was worked on here since. The ' +
    'incident gets a number of ours and stays findable by its old one.',
  payload: Payload({
    source: Line(100, { description: 'The other system, e.g. `servicenow`.' }),
    number: Line(100, { description: 'The incident’s number there.' }),
    batch: Line(100, { description: 'Names this import, so that it can be withdrawn.' }),
    facts: Type.Array(ImportedFactField, { minItems: 1, maxItems: 5000, description: 'In the order to record them.' }),
    superseded: Type.Optional(
      Type.Array(Id(), {
        maxItems: 5000,
        description:
          'First ids of facts that earlier imports recorded and that this source shows not to have been so: the record ' +
          'is told again without them, or with what this source says instead where it tells the same fact otherwise. ' +
          'They come back when this batch is undone.',
      }),
    ),
  }),
});
