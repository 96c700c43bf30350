import { Problem, nearest, schemaValidator, type Violation } from '@opsledger/service-kit';
import type { TObject } from '@sinclair/typebox';
import { sentence } from './sentence';

/** Checks a value against a contract's schema. @throws Problem 400 that names every field and what to do */
type PayloadCheck = (value: unknown) => void;

/** More would not be read; a body of a megabyte can be wrong in very many places. */
const MOST_TOLD = 20;

const KINDS = {
  strict: { code: 'invalid-payload', title: 'Payload does not fit its schema', what: 'The body' },
  coercing: { code: 'invalid-parameters', title: 'Parameters do not fit their schema', what: 'The parameters' },
} as const;

/** @param subject the command or query, for the message */
export function payloadCheck(subject: string, schema: TObject, input: 'strict' | 'coercing'): PayloadCheck {
  const violationsOf = schemaValidator(schema, input);
  const known = Object.keys(schema.properties);
  const { code, title, what } = KINDS[input];
  return (value) => {
    const violations = violationsOf(value);
    if (violations.length === 0) return;
    const told = distinct(violations.slice(0, MOST_TOLD).map((violation) => explained(violation, known, value)));
    const list = told.map(({ path, message }) => `${path || 'it'} ${message}`).join('; ');
    const more = violations.length > MOST_TOLD ? `; and ${violations.length - MOST_TOLD} more` : '';
    throw new Problem(400, code, title, ended(`${what} of ${subject}: ${list}${more}`), { violations: told });
  };
}

const ended = (text: string): string => (text.endsWith('?') ? text : `${text}.`);

function explained({ path, message }: Violation, known: readonly string[], value: unknown): Violation {
  if (message === 'is not a known field') return { path, message: unknownField(path, known) };
  return { path, message: sentence(message, valueAt(value, path)) };
}

function unknownField(path: string, known: readonly string[]): string {
  const isTop = path.lastIndexOf('/') === 0;
  if (!isTop) return 'is not a known field';
  const meant = nearest(path.slice(1), known);
  if (meant) return `is not a known field; did you mean ${meant}?`;
  return `is not a known field; ${known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`}`;
}

function distinct(violations: readonly Violation[]): readonly Violation[] {
  const seen = new Map(violations.map((violation) => [`${violation.path} ${violation.message}`, violation]));
  return [...seen.values()];
}

function valueAt(value: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<unknown>((inner, key) => {
    if (inner === null || typeof inner !== 'object') return undefined;
    return (inner as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }, value);
}
