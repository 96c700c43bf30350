import type { TSchema } from '@sinclair/typebox';
import Ajv, { type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { faultOfDate, faultOfInstant, instantFormats, tellsTime } from './instant-format';

/** One thing that is wrong with a payload. */
export interface Violation {
  /** JSON pointer to the value, e.g. `/caller/id`; empty for the payload itself. */
  readonly path: string;
  readonly message: string;
}

/** Violations of a value, none when it is valid. Fills in the schema's defaults in place. */
export type SchemaValidator = (value: unknown) => readonly Violation[];

/** What every schema of the suite is compiled with, at the gateway's edge and in the services alike. */
const OPTIONS: Options = { allErrors: true, useDefaults: true, strict: false, discriminator: true, verbose: true };
/** Query strings and environments carry text: `"50"` counts as 50, a single value as a list of one. */
const COERCING: Options = { ...OPTIONS, coerceTypes: 'array' };

function compilerWith(options: Options): Ajv {
  const compiler = addFormats(new Ajv(options));
  for (const [name, format] of Object.entries(instantFormats)) compiler.addFormat(name, format);
  return compiler;
}

const compilers = { strict: compilerWith(OPTIONS), coercing: compilerWith(COERCING) };

/** The edge and the service check the same schema: it is compiled once for both. */
const compiled = {
  strict: new WeakMap<TSchema, ValidateFunction>(),
  coercing: new WeakMap<TSchema, ValidateFunction>(),
};

function validatorFor(schema: TSchema, input: 'strict' | 'coercing'): ValidateFunction {
  let validate = compiled[input].get(schema);
  if (!validate) compiled[input].set(schema, (validate = compilers[input].compile(schema)));
  return validate;
}

/**
 * Compiles a schema at its first use, so that a hundred of them do not delay the start; after that the validator
 * takes about a microsecond.
 */
export function schemaValidator(schema: TSchema, input: 'strict' | 'coercing' = 'strict'): SchemaValidator {
  return (value) => {
    const validate = validatorFor(schema, input);
    return validate(value) ? [] : tellingOf(validate.errors ?? []).map(violationOf);
  };
}

/** A value that may be null, and is not, is told as what it should be otherwise. */
function tellingOf(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const telling = errors.filter((error) => !isOfAlternatives(error));
  const isTold = ({ instancePath }: ErrorObject): boolean =>
    telling.some((other) => `${other.instancePath}/`.startsWith(`${instancePath}/`));
  return errors.filter((error) => (!isOfAlternatives(error) || !isTold(error)) && !isNotMeant(error, errors));
}

/** Where a day or an instant may be, what is wrong is told of the one that was meant. */
function isNotMeant(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (!FAULTS[formatOf(error)] || typeof error.data !== 'string') return false;
  const other = tellsTime(error.data) ? 'date-time' : 'date';
  return (
    formatOf(error) !== other && errors.some((it) => it.instancePath === error.instancePath && formatOf(it) === other)
  );
}

const FAULTS: Readonly<Record<string, (text: string) => string | undefined>> = {
  date: faultOfDate,
  'date-time': faultOfInstant,
};

const formatOf = ({ keyword, params }: ErrorObject): string => (keyword === 'format' ? String(params.format) : '');

const isOfAlternatives = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'anyOf' || (keyword === 'type' && params.type === 'null');

function violationOf(error: ErrorObject): Violation {
  const { instancePath, message, params, keyword, data } = error;
  if (keyword === 'required') return { path: `${instancePath}/${params.missingProperty}`, message: 'is required' };
  if (keyword === 'additionalProperties')
    return { path: `${instancePath}/${params.additionalProperty}`, message: 'is not a known field' };
  if (keyword === 'enum') return { path: instancePath, message: `must be one of ${params.allowedValues.join(', ')}` };
  const fault = typeof data === 'string' ? FAULTS[formatOf(error)]?.(data) : undefined;
  if (fault) return { path: instancePath, message: fault };
  return { path: instancePath, message: message ?? `breaks the rule ${keyword}` };
}
