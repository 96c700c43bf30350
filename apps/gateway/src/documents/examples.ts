import type { Json } from './components';

const A_RECORD = '0199c0de-7a10-7b2c-9f3e-5d4f0f3a0001';

/** What fields of these names may say, where their schema says less. */
const BY_NAME: Readonly<Record<string, string>> = {
  id: A_RECORD,
  title: 'Mail does not arrive',
  name: 'Mail',
  q: 'mail',
  number: 'INC0000042',
  after: 'WyIyMDI2LTAzLTAxIl0',
  language: 'en',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  calendar: A_RECORD,
};

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: A_RECORD,
  'date-time': '2026-03-01T09:30:00Z',
  date: '2026-03-01',
  email: 'ada@example.org',
  uri: 'https://example.org/page',
};

/** A value that the schema takes: of an object with the fields that must be there, and no more than it asks for. */
export function exampleOf(schema: Json, name = ''): unknown {
  const { examples, default: standard, const: only, enum: words, anyOf, type } = schema;
  const told = [...listed(examples), standard, only, ...listed(words)].find((value) => value !== undefined);
  if (told !== undefined) return told;
  if (Array.isArray(anyOf)) return exampleOf(anyOf[0] as Json, name);
  if (type === 'object') return objectOf(schema);
  if (type === 'array') return [exampleOf(schema.items as Json, name.replace(/s$/, ''))];
  if (type === 'string') return textOf(schema, name);
  if (type === 'boolean') return true;
  return schema.minimum ?? 1;
}

const listed = (values: unknown): readonly unknown[] => (Array.isArray(values) ? values : []);

function objectOf({ properties = {}, required, minProperties = 0, oneOf }: Json): Json {
  const fields = Object.entries(properties as Record<string, Json>);
  const isNeeded = ([name]: readonly [string, Json]): boolean => listed(required).includes(name);
  const needed = fields.filter(isNeeded);
  const more = fields.filter((field) => !isNeeded(field)).slice(0, Math.max(0, Number(minProperties) - needed.length));
  const shown = Object.fromEntries([...needed, ...more].map(([name, schema]) => [name, exampleOf(schema, name)]));
  return { ...shown, ...(Array.isArray(oneOf) && objectOf(oneOf[0] as Json)) };
}

function textOf({ format, pattern }: Json, name: string): string {
  const byName = BY_NAME[name] ?? (name.endsWith('Id') ? A_RECORD : undefined);
  return (
    BY_FORMAT[String(format)] ??
    byName ??
    (pattern === undefined || pattern === '\\S' ? 'Text' : firstOf(String(pattern)))
  );
}

/** `^(new|closed)(,(new|closed))*$` → `new`; anything else shows how it is written. */
const firstOf = (pattern: string): string => /^\^\(([^()|]+)[|)]/.exec(pattern)?.[1] ?? pattern;
