import { publicPayload, type CommandContract, type QueryContract, type Role } from '@opsledger/contracts';
import type { TObject, TSchema } from '@sinclair/typebox';
import type { HandWrittenRoute } from '../routes/hand-written-route';
import { methodAndPath, parametersIn } from '../routes/route-path';
import { BODY_PROBLEMS, COMMAND_PROBLEMS, PROBLEMS, headerRefs, parameterRefs, type Json } from './components';
import { exampleOf } from './examples';
import { PARAMETER_WORDS } from './parameter-words';

/** Schemas as plain JSON: TypeBox keeps symbols of its own in them. */
const plain = (schema: TSchema): Json => JSON.parse(JSON.stringify(schema)) as Json;

const propertiesOf = (schema: TObject): [string, TSchema][] => Object.entries(schema.properties);
const requiredOf = (schema: TObject): ReadonlySet<string> => new Set(schema.required ?? []);

function described(summary: string, roles: readonly Role[], description?: string): Json {
  const needed = `Roles: ${[...new Set([...roles, 'admin'])].join(', ')}.`;
  return { summary, description: description ? `${description}\n\n${needed}` : needed };
}

/** A record is asked for by its id, or by its number where it has one; commands take the id alone. */
const WHICH = { command: 'Id of the record, not its number.', query: 'Id of the record, or its number if it has one.' };

const inPath = (path: string, schemas: Record<string, TSchema> = {}, id: string = WHICH.command): Json[] =>
  parametersIn(path).map((name) =>
    parameter('path', name, schemas[name] ? plain(schemas[name]) : { type: 'string' }, {
      required: true,
      words: name === 'id' ? id : undefined,
    }),
  );

/** A parameter with what it does, and a value it may have unless its schema lists them. */
function parameter(place: 'path' | 'query', name: string, schema: Json, { required, words }: Told): Json {
  const isListed = schema.enum !== undefined || schema.examples !== undefined || schema.type === 'boolean';
  return {
    name,
    in: place,
    required,
    description: schema.description ?? words ?? PARAMETER_WORDS[name],
    schema: isListed ? schema : { ...schema, examples: [exampleOf(schema, name)] },
  };
}

interface Told {
  readonly required: boolean;
  /** What it does, where its schema does not say. */
  readonly words?: string;
}

function inQuery(schema: TObject, path: string): Json[] {
  const required = requiredOf(schema);
  return propertiesOf(schema)
    .filter(([name]) => !parametersIn(path).includes(name))
    .map(([name, property]) =>
      parameter('query', name, plain(property), { required: required.has(name) && property.default === undefined }),
    );
}

const body = (schema: TObject): Json => ({
  required: requiredOf(schema).size > 0,
  content: { 'application/json': { schema: plain(schema), example: exampleOf(plain(schema)) } },
});

const RECEIPT_HEADERS = {
  ETag: 'ETag',
  'Opsledger-Position': 'Position',
  'Idempotency-Replayed': 'IdempotencyReplayed',
};

function receipts({ creates, secret }: CommandContract): Json {
  const schema = secret
    ? {
        allOf: [
          { $ref: '#/components/schemas/Receipt' },
          { type: 'object', properties: { [secret.answer]: { type: 'string', description: 'Shown this once.' } } },
        ],
      }
    : { $ref: '#/components/schemas/Receipt' };
  const content = { 'application/json': { schema } };
  const done = { description: 'Done.', headers: headerRefs(RECEIPT_HEADERS), content };
  const created = {
    description: 'Created; `Location` says where.',
    headers: headerRefs({ ...RECEIPT_HEADERS, Location: 'Location' }),
    content,
  };
  if (creates === undefined || creates === false) return { '200': done };
  return creates === true ? { '201': created } : { '200': done, '201': created };
}

/** A command on one of its paths; beside the first there may be one on which the client names the id. */
export function commandOperation(contract: CommandContract, tag: string, path: string): Json {
  const isMain = path === methodAndPath(contract.route!).path;
  return {
    operationId: isMain ? contract.name : `${contract.name}WithId`,
    tags: [tag],
    ...described(contract.summary, contract.roles, contract.description),
    parameters: [...inPath(path), ...parameterRefs('IdempotencyKey', 'IfMatch', 'OccurredAt', 'CorrelationId')],
    requestBody: body(publicPayload(contract)),
    responses: { ...receipts(contract), ...COMMAND_PROBLEMS },
  };
}

export function queryOperation(contract: QueryContract, tag: string, path: string): Json {
  const { params, result, versioned, csv, calendar } = contract;
  const inBody = contract.route?.startsWith('POST ') === true;
  const isPaged = Object.hasOwn((result.properties as object | undefined) ?? {}, 'next');
  const headers = headerRefs({ ...(versioned && { ETag: 'ETag' }), ...(isPaged && { Link: 'Link' }) });
  return {
    operationId: contract.name,
    tags: [tag],
    ...described(contract.summary, contract.roles, contract.description),
    parameters: [
      ...inPath(path, params.properties, WHICH.query),
      ...(inBody ? [] : inQuery(params, path)),
      ...(csv ? [FORMAT] : []),
      ...(calendar ? [CALENDAR_FORMAT] : []),
      ...parameterRefs('Position', ...(versioned ? ['IfNoneMatch'] : [])),
    ],
    ...(inBody && { requestBody: body(params) }),
    responses: {
      '200': {
        description: 'The answer.',
        ...(Object.keys(headers).length > 0 && { headers }),
        content: {
          'application/json': { schema: plain(result) },
          ...(csv && { 'text/csv': { schema: { type: 'string' } } }),
          ...(calendar && { 'text/calendar': { schema: { type: 'string' } } }),
        },
      },
      ...(versioned && { '304': { description: 'You have the present version.' } }),
      ...(inBody ? BODY_PROBLEMS : PROBLEMS),
    },
  };
}

const FORMAT: Json = {
  name: 'format',
  in: 'query',
  required: false,
  description:
    'Default: what `Accept` likes best. CSV is RFC 4180 with a header row; text that a spreadsheet would run as a ' +
    'formula begins with an apostrophe.',
  schema: { type: 'string', enum: ['json', 'csv'] },
};

const CALENDAR_FORMAT: Json = {
  name: 'format',
  in: 'query',
  required: false,
  description: 'Default: what `Accept` likes best. `ics` is iCalendar (RFC 5545).',
  schema: { type: 'string', enum: ['json', 'ics'] },
};

/** For whoever reads events, wherever from: it needs no token. */
export const SCHEMA_OPERATION: Json = {
  operationId: 'GetEventSchema',
  tags: ['Operations'],
  summary: 'The JSON Schema of the data of an event type',
  description: 'Where `dataschema` of an event points. Open to everybody: a schema tells nothing of what is recorded.',
  security: [],
  parameters: [
    {
      name: 'type',
      in: 'path',
      required: true,
      description: 'CloudEvents type.',
      schema: { type: 'string', examples: ['opsledger.incident.IncidentLogged.v1'] },
    },
  ],
  responses: {
    '200': {
      description: 'JSON Schema 2020-12.',
      content: { 'application/schema+json': { schema: { type: 'object' } } },
    },
    '404': PROBLEMS['404'],
    '500': PROBLEMS['500'],
  },
};

export function handWrittenOperation(route: HandWrittenRoute, path: string): Json {
  const { name, summary, description, roles, params, payload, answer } = route;
  return {
    operationId: name,
    tags: ['Operations'],
    ...described(summary, roles, description),
    parameters: [...inPath(path), ...(params ? inQuery(params, path) : [])],
    ...(payload && { requestBody: body(payload) }),
    responses: {
      [answer.status]: {
        description: answer.description,
        content: Object.fromEntries(answer.types.map((type) => [type, { schema: {} }])),
      },
      ...(payload ? BODY_PROBLEMS : PROBLEMS),
    },
  };
}
