export type Json = Record<string, unknown>;

const problemResponse = (description: string, headers?: Json): Json => ({
  description,
  ...(headers && { headers }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const text = (description: string): Json => ({ description, schema: { type: 'string' } });
const RETRY_AFTER: Json = {
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'integer' } },
};

const RESPONSES: Json = {
  BadRequest: problemResponse('The request is wrong: which field, and what to do.'),
  Unauthenticated: problemResponse('No access token, or one that is not good.', {
    'WWW-Authenticate': text('The scheme asked for: Bearer.'),
  }),
  Forbidden: problemResponse('The token lacks the role.'),
  NotFound: problemResponse('No such record.'),
  Conflict: problemResponse('The record’s state does not permit it: which state, and what is possible.'),
  VersionMismatch: problemResponse('`If-Match` names another version than the present one.'),
  BodyTooLarge: problemResponse('The body is larger than 1 MiB.'),
  UnsupportedMediaType: problemResponse('The body is not JSON.'),
  Unprocessable: problemResponse(
    'What is asked for cannot be: it names what is not there, or contradicts itself. Or the `Idempotency-Key` was used for another request.',
  ),
  TooManyRequests: problemResponse('The token sends more than it may.', RETRY_AFTER),
  Unexpected: problemResponse('Something failed that should not; the operators find it by `instance`.'),
  NotNow: problemResponse('Not now; try again after `Retry-After` seconds.', RETRY_AFTER),
};

const problem = (name: string): Json => ({ $ref: `#/components/responses/${name}` });

/** Problems any route may answer with. */
export const PROBLEMS: Json = {
  '400': problem('BadRequest'),
  '401': problem('Unauthenticated'),
  '403': problem('Forbidden'),
  '404': problem('NotFound'),
  '422': problem('Unprocessable'),
  '429': problem('TooManyRequests'),
  '500': problem('Unexpected'),
  '503': problem('NotNow'),
};

/** Problems of a request with a body. */
export const BODY_PROBLEMS: Json = {
  ...PROBLEMS,
  '413': problem('BodyTooLarge'),
  '415': problem('UnsupportedMediaType'),
};

/** Problems of a request that changes a record. */
export const COMMAND_PROBLEMS: Json = {
  ...BODY_PROBLEMS,
  '409': problem('Conflict'),
  '412': problem('VersionMismatch'),
};

const parameter = (name: string, description: string, schema: Json = { type: 'string' }): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});

const PARAMETERS: Json = {
  IdempotencyKey: parameter(
    'Idempotency-Key',
    'Repeat a request under the same key: it has one effect and one answer. What had none is decided anew; `If-Match` sent along keeps that from being done to a record that has changed.',
    {
      type: 'string',
      maxLength: 255,
      examples: ['9f1c2a3e-payments-retry'],
    },
  ),
  IfMatch: parameter('If-Match', 'ETag of the record as you read it; another version is refused.', {
    type: 'string',
    examples: ['"3"'],
  }),
  OccurredAt: parameter('Opsledger-Occurred-At', 'Admins only: when it happened, for history recorded late.', {
    type: 'string',
    format: 'date-time',
    examples: ['2026-03-01T09:30:00Z'],
  }),
  CorrelationId: parameter('Opsledger-Correlation-Id', 'Your own id for all that this request sets in motion.', {
    type: 'string',
    pattern: '^[\\w.:-]{1,100}$',
    examples: ['deploy-2026-03-01'],
  }),
  Position: parameter('Opsledger-Position', 'Position of an earlier answer: see at least its effect.', {
    type: 'string',
    pattern: '^\\d{16}$',
    examples: ['0000000000000042'],
  }),
  IfNoneMatch: parameter('If-None-Match', 'ETag of the record as you have it; 304 when it is the present one.', {
    type: 'string',
    examples: ['"3"'],
  }),
};

export const parameterRefs = (...names: readonly string[]): readonly Json[] =>
  names.map((name) => ({ $ref: `#/components/parameters/${name}` }));

const HEADERS: Json = {
  ETag: text('Version of the record.'),
  Position: text('Position of the command’s effect: a query that sends it back sees it.'),
  Location: text('Address of the new record.'),
  IdempotencyReplayed: text('`true`: this is the answer to an earlier request under the same key.'),
  Link: text('The next page, with `rel="next"`.'),
};

/** Response headers by their HTTP names. */
export const headerRefs = (names: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(names).map(([name, key]) => [name, { $ref: `#/components/headers/${key}` }]));

const RECEIPT: Json = {
  type: 'object',
  description: 'What came of a command.',
  required: ['id', 'version', 'position', 'recorded'],
  properties: {
    id: { type: 'string' },
    number: { type: 'string', examples: ['INC0000042'] },
    version: { type: 'integer', description: 'Version of the record after it; also the ETag.' },
    position: {
      type: 'string',
      description: 'Send as Opsledger-Position to see its effect.',
      examples: ['0000000000000042'],
    },
    recorded: { type: 'integer', description: 'Facts recorded; 0 when it was so already.' },
    imported: {
      type: 'integer',
      description: 'How many of them another system tells and were not recorded before; absent where there are none.',
    },
  },
};

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', examples: ['urn:opsledger:problem:move-not-permitted'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'Which record, which state, what to do.' },
    instance: { type: 'string', description: 'Id of the request, for the operators.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: { pointer: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

export const COMPONENTS: Json = {
  securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
  schemas: { Receipt: RECEIPT, Problem: PROBLEM },
  responses: RESPONSES,
  parameters: PARAMETERS,
  headers: HEADERS,
};
