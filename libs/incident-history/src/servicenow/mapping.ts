import { isKnownZone } from '@opsledger/business-time';
import {
  CHANNELS,
  HOLD_REASONS,
  LEVELS,
  PRIORITIES,
  type Channel,
  type HoldReason,
  type Level,
  type Priority,
} from '@opsledger/contracts';
import { Type, type Static } from '@sinclair/typebox';
import Ajv, { type ErrorObject } from 'ajv';
import { atMost, quoted } from './cells/text';
import { COLUMNS, plainName } from './columns';

const oneOf = <const Word extends string | number>(words: readonly Word[]) => Type.Unsafe<Word>({ enum: [...words] });
const wordsTo = <Word extends string | number>(words: readonly Word[], description: string) =>
  Type.Optional(Type.Record(Type.String(), oneOf(words), { description }));

const STATE_WORDS = [
  'new',
  'in_progress',
  'resolved',
  'closed',
  'canceled',
  'on_hold',
  ...HOLD_REASONS.map((reason) => `on_hold:${reason}` as const),
] as const;
type StateWord = (typeof STATE_WORDS)[number];

/** The mapping file: everything optional, for logs that differ from ServiceNow's own. */
export const MappingFile = Type.Object(
  {
    source: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
        description: 'Name of the source system; part of every id.',
      }),
    ),
    zone: Type.Optional(Type.String({ description: 'IANA zone of times that name none; default UTC.' })),
    dateOrder: Type.Optional(oneOf(['day-first', 'month-first'] as const)),
    columns: wordsTo(COLUMNS, 'Column in the file → column here.'),
    states: wordsTo(STATE_WORDS, 'State in the file → state here.'),
    holdReasons: wordsTo(HOLD_REASONS, 'Value of hold_reason → reason here.'),
    levels: wordsTo(LEVELS, 'Impact or urgency in the file → 1 (highest) to 3.'),
    priorities: wordsTo(PRIORITIES, 'Priority in the file → P1 to P5.'),
    channels: wordsTo(CHANNELS, 'Contact type in the file → channel here.'),
    automaticAuthors: Type.Optional(
      Type.Array(Type.String(), { description: 'Authors that are jobs, not people; a closing by one is automatic.' }),
    ),
  },
  { additionalProperties: false },
);
export type MappingFile = Static<typeof MappingFile>;

/** How the words of a source are read; what a mapping file says on top of what ServiceNow ships. */
export interface Mapping {
  readonly source: string;
  readonly zone: string;
  readonly dateOrder: 'day-first' | 'month-first';
  readonly columns: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, StateWord>>;
  readonly holdReasons: Readonly<Record<string, HoldReason>>;
  readonly levels: Readonly<Record<string, Level>>;
  readonly priorities: Readonly<Record<string, Priority>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly automaticAuthors: ReadonlySet<string>;
}

/** A mapping file that cannot be used; `problems` say where and what would do. */
export class InvalidMapping extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The mapping file cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'InvalidMapping';
  }
}

const validate = new Ajv({ allErrors: true }).compile(MappingFile);

/**
 * Checks a mapping file's content and completes it with the defaults; `readMapping({})` is all defaults.
 *
 * @throws InvalidMapping
 */
export function readMapping(content: unknown): Mapping {
  if (!validate(content)) throw new InvalidMapping((validate.errors ?? []).map(explained));
  const file = content as MappingFile;
  const columns = file.columns ?? {};
  const repeated = namedAgain(columns);
  if (repeated.length > 0) throw new InvalidMapping(repeated);
  const zone = file.zone ?? 'UTC';
  if (!isKnownZone(zone)) throw new InvalidMapping([`/zone: "${zone}" is not an IANA zone such as Europe/Rome.`]);
  return {
    source: file.source ?? 'servicenow',
    zone,
    dateOrder: file.dateOrder ?? 'day-first',
    columns,
    states: lowerCased({ ...STATES, ...file.states }),
    holdReasons: lowerCased({ ...HOLDS, ...file.holdReasons }),
    levels: lowerCased({ ...file.levels }),
    priorities: lowerCased({ ...file.priorities }),
    channels: lowerCased({ ...CONTACT_TYPES, ...file.channels }),
    automaticAuthors: new Set(file.automaticAuthors ?? ['system']),
  };
}

function namedAgain(columns: Readonly<Record<string, string>>): string[] {
  const known = new Map<string, string>();
  return Object.entries(columns).flatMap(([name, column]) => {
    const first = known.get(plainName(name));
    if (first === undefined) known.set(plainName(name), name);
    return first === undefined || columns[first] === column
      ? []
      : [`/columns/${name}: the same column as "${first}", which is ${columns[first]} already.`];
  });
}

/**
 * Holds a mapping against the file that it is for: a column that it names and the file lacks is a slip of the pen.
 *
 * @throws InvalidMapping naming each such column, and those that the file has
 */
export function requireColumns(header: readonly string[], { columns }: Pick<Mapping, 'columns'>): void {
  const there = new Set(header.map(plainName));
  const names = header.map(quoted).join(', ');
  const problems = Object.keys(columns)
    .filter((name) => !there.has(plainName(name)))
    .map((name) => `/columns/${name}: the file has no such column; it has ${atMost(4000, names)}.`);
  if (problems.length > 0) throw new InvalidMapping(problems);
}

function explained({ instancePath, keyword, params, message }: ErrorObject): string {
  const where = instancePath || '/';
  if (keyword === 'additionalProperties') {
    return `${where}: "${params.additionalProperty}" is not known here; known: ${Object.keys(MappingFile.properties).join(', ')}.`;
  }
  if (keyword === 'enum') return `${where}: must be one of ${params.allowedValues.join(', ')}.`;
  return `${where}: ${message}.`;
}

/** Without what every object has: a file may say `constructor`. */
const lowerCased = <Value>(words: Record<string, Value>): Record<string, Value> =>
  Object.assign(
    Object.create(null) as Record<string, Value>,
    Object.fromEntries(Object.entries(words).map(([word, value]) => [word.toLowerCase(), value])),
  );

const STATES: Record<string, StateWord> = {
  new: 'new',
  active: 'in_progress',
  'in progress': 'in_progress',
  'work in progress': 'in_progress',
  'on hold': 'on_hold',
  'awaiting user info': 'on_hold:caller',
  'awaiting caller': 'on_hold:caller',
  'awaiting vendor': 'on_hold:vendor',
  'awaiting problem': 'on_hold:problem',
  'awaiting change': 'on_hold:change',
  'awaiting evidence': 'on_hold:evidence',
  resolved: 'resolved',
  closed: 'closed',
  canceled: 'canceled',
  cancelled: 'canceled',
  '1': 'new',
  '2': 'in_progress',
  '3': 'on_hold',
  '6': 'resolved',
  '7': 'closed',
  '8': 'canceled',
};

const HOLDS: Record<string, HoldReason> = {
  'awaiting caller': 'caller',
  'awaiting user info': 'caller',
  'awaiting change': 'change',
  'awaiting problem': 'problem',
  'awaiting vendor': 'vendor',
  'awaiting evidence': 'evidence',
  '1': 'caller',
  '3': 'problem',
  '4': 'vendor',
  '5': 'change',
};

const CONTACT_TYPES: Record<string, Channel> = {
  phone: 'phone',
  ivr: 'phone',
  email: 'email',
  'self-service': 'portal',
  'self service': 'portal',
  chat: 'chat',
  'virtual agent': 'chat',
  'walk-in': 'walk-in',
  'direct opening': 'walk-in',
  monitoring: 'monitoring',
  event: 'monitoring',
  api: 'api',
};
