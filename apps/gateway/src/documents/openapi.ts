import type { CommandContract, QueryContract, ServiceContracts } from '@opsledger/contracts';
import type { TSchema } from '@sinclair/typebox';
import type { HandWrittenRoute } from '../operations/operations-routes';
import { publicPayload, routesOfCommand } from '../routes/command-route';
import { methodAndPath, parametersIn } from '../routes/route-path';

type Json = Record<string, unknown>;

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const PROBLEMS: Json = {
  '400': problem('The request is wrong: which field, and what to do.'),
  '401': problem('No access token, or one that is not good.'),
  '403': problem('The token lacks the role.'),
  '404': problem('No such record.'),
  '503': problem('Not now; try again after `Retry-After` seconds.'),
};

const COMMAND_PROBLEMS: Json = {
  ...PROBLEMS,
  '409': problem('The record’s state does not permit it: which state, and what is possible.'),
  '412': problem('`If-Match` names another version than the present one.'),
  '422': problem('The `Idempotency-Key` was used for another request.'),
};

const header = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});

const COMMAND_HEADERS: readonly Json[] = [
  header('Idempotency-Key', 'Repeat a request under the same key: it has one effect and one answer.'),
  header('If-Match', 'ETag of the record as you read it; another version is refused.'),
  header('Opsledger-Occurred-At', 'Admins only: when it happened, for history recorded late.', {
    type: 'string',
    format: 'date-time',
  }),
];
const QUERY_HEADERS: readonly Json[] = [
  header('Opsledger-Position', 'Position of an earlier answer: see at least its effect.'),
];

const RECEIPT: Json = {
  type: 'object',
  description: 'What came of a command.',
  required: ['id', 'version', 'position', 'recorded'],
  properties: {
    id: { type: 'string' },
    number: { type: 'string', examples: ['INC0000042'] },
    version: { type: 'integer', description: 'Version of the record after it; also the ETag.' },
    position: { type: 'string', description: 'Send as Opsledger-Position to see its effect.' },
    recorded: { type: 'integer', description: 'Facts recorded; 0 when it was so already.' },
  },
};

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', examples: ['urn:opsledger:problem:incident-closed'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'Which record, which state, what to do.' },
    instance: { type: 'string', description: 'Id of the request, for the operators.' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { pointer: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** Schemas as plain JSON: TypeBox keeps symbols of its own in them. */
const plain = (schema: TSchema): Json => JSON.parse(JSON.stringify(schema)) as Json;

const withDescription = (summary: string, description?: string): Json => ({
  summary,
  ...(description && { description }),
});

const pathParameters = (path: string, schemas: Record<string, TSchema> = {}): Json[] =>
  parametersIn(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: schemas[name] ? plain(schemas[name]) : { type: 'string' },
  }));

function commandOperation(contract: CommandContract, tag: string, path: string): Json {
  const created = contract.creates === true || contract.secret !== undefined;
  return {
    operationId: path === methodAndPath(contract.route!).path ? contract.name : `${contract.name}WithId`,
    tags: [tag],
    ...withDescription(
      contract.summary,
      `${contract.description ?? ''}\n\nRoles: ${[...contract.roles, 'admin'].join(', ')}.`.trim(),
    ),
    parameters: [...pathParameters(path), ...COMMAND_HEADERS],
    requestBody: { required: true, content: { 'application/json': { schema: plain(publicPayload(contract)) } } },
    responses: {
      [created ? '201' : '200']: {
        description: created ? 'Created; `Location` says where.' : 'Done.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Receipt' } } },
      },
      ...COMMAND_PROBLEMS,
    },
  };
}

function queryOperation(contract: QueryContract, tag: string, path: string): Json {
  const inPath = parametersIn(path);
  const properties = contract.params.properties as Record<string, TSchema>;
  const required = new Set((contract.params.required as string[] | undefined) ?? []);
  const query = Object.entries(properties)
    .filter(([name]) => !inPath.includes(name))
    .map(([name, schema]) => ({
      name,
      in: 'query',
      required: required.has(name),
      ...(schema.description !== undefined && { description: schema.description }),
      schema: plain(schema),
    }));
  return {
    operationId: contract.name,
    tags: [tag],
    ...withDescription(contract.summary, contract.description),
    parameters: [...pathParameters(path, properties), ...query, ...QUERY_HEADERS],
    responses: {
      '200': {
        description: 'The answer.',
        content: {
          'application/json': { schema: plain(contract.result) },
          ...(contract.csv && { 'text/csv': { schema: { type: 'string' } } }),
        },
      },
      ...PROBLEMS,
    },
  };
}

const handWritten = ({ summary }: HandWrittenRoute, path: string): Json => ({
  tags: ['Operations'],
  summary,
  parameters: pathParameters(path),
  responses: { '200': { description: 'The answer.' }, ...PROBLEMS },
});

/** OpenAPI 3.1, generated from the contracts: what is served is what is checked. */
export function openApi(services: readonly ServiceContracts[], operations: readonly HandWrittenRoute[]): Json {
  const paths: Record<string, Json> = {};
  const add = (route: `${string} /v1/${string}`, operation: (path: string) => Json) => {
    const { method, path } = methodAndPath(route as never);
    const template = path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[template] ??= {})[method.toLowerCase()] = operation(path);
  };
  for (const { title, commands, queries } of services) {
    for (const one of queries) if (one.route) add(one.route, (path) => queryOperation(one, title, path));
    for (const one of commands)
      for (const route of routesOfCommand(one)) add(route, (path) => commandOperation(one, title, path));
  }
  for (const one of operations) add(one.route, (path) => handWritten(one, path));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Opsledger',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'IT service management on an event log. Every command answers with the position of its effect; every record can be asked for as of any instant.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [...services.map(({ title }) => ({ name: title })), { name: 'Operations' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Receipt: RECEIPT, Problem: PROBLEM },
    },
  };
}
