import { Problem, schemaValidator, type Violation } from '@opsledger/service-kit';
import type { TObject } from '@sinclair/typebox';
import { nearest } from './nearest';

/** Checks a value against a contract's schema. @throws Problem 400 that names every field and what to do */
export type PayloadCheck = (value: unknown) => void;

export function payloadCheck(
  subject: string,
  schema: TObject,
  input: 'strict' | 'coercing',
  code = input === 'strict' ? 'invalid-payload' : 'invalid-parameters',
): PayloadCheck {
  const violationsOf = schemaValidator(schema, input);
  const known = Object.keys(schema.properties);
  return (value) => {
    const violations = violationsOf(value);
    if (violations.length === 0) return;
    const told = violations.slice(0, 20).map((violation) => explained(violation, known, value));
    const what = input === 'strict' ? 'The body' : 'The query string';
    throw new Problem(
      400,
      code,
      input === 'strict' ? 'Payload does not fit its schema' : 'Parameters do not fit their schema',
      `${what} of ${subject} is wrong: ${told.map(({ path, message }) => `${path || 'it'} ${message}`).join('; ')}.`,
      { violations: told },
    );
  };
}

function explained(violation: Violation, known: readonly string[], value: unknown): Violation {
  const { path, message } = violation;
  if (message === 'is not a known field') {
    const meant = path.lastIndexOf('/') === 0 ? nearest(path.slice(1), known) : undefined;
    return {
      path,
      message: meant ? `${message}; did you mean ${meant}?` : `${message}; known are ${known.join(', ') || 'none'}`,
    };
  }
  const tooLong = /^must NOT have more than (\d+) characters$/.exec(message);
  if (tooLong) return { path, message: `is longer than ${tooLong[1]} characters (it has ${lengthAt(value, path)})` };
  if (/^must NOT have fewer than 1 characters$/.test(message) || message === 'must match pattern "\\S"')
    return { path, message: 'must not be blank' };
  if (message === 'must match format "date-time"')
    return { path, message: 'must be an instant with a zone, such as 2026-03-01T09:30:00Z' };
  return violation;
}

function lengthAt(value: unknown, pointer: string): number {
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
  return typeof found === 'string' ? [...found].length : NaN;
}
