import { Type, type SchemaOptions, type TLiteral, type TUnion } from '@sinclair/typebox';

/** Field types that every payload is written with, so that limits and formats are the same everywhere. */

/** One line of text, never blank. */
export const Line = (maxLength = 200, options: SchemaOptions = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', ...options });

/** Several paragraphs, never blank; 20,000 characters unless told. */
export const Prose = (maxLength = 20_000, options: SchemaOptions = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', ...options });

/** A record's id. */
export const Id = (options: SchemaOptions = {}) => Type.String({ format: 'uuid', ...options });

/** An instant: ISO 8601 with a zone, e.g. `2026-03-01T09:30:00Z`. */
export const Instant = (options: SchemaOptions = {}) => Type.String({ format: 'date-time', ...options });

/** A calendar date, e.g. `2026-03-01`. */
export const CalendarDate = (options: SchemaOptions = {}) => Type.String({ format: 'date', ...options });

/** One of a fixed set of words. */
export const OneOf = <const Words extends readonly string[]>(
  words: Words,
  options: SchemaOptions = {},
): TUnion<{ -readonly [Index in keyof Words]: TLiteral<Words[Index]> }> =>
  Type.Unsafe({ type: 'string', enum: [...words], ...options }) as never;

/** A closed object: fields it does not name are refused. */
export const Payload = <Fields extends Parameters<typeof Type.Object>[0]>(
  fields: Fields,
  options: SchemaOptions = {},
) => Type.Object(fields, { additionalProperties: false, ...options });
