import type { AttributeSchema } from '@opsledger/contracts';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const ajv = addFormats(new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false }));

const LARGEST_SCHEMA = 50_000;
const LARGEST_ATTRIBUTES = 50_000;
const DEEPEST = 6;
const LONGEST_PATTERN = 200;
/** What an attribute's schema may say. No references: nothing is fetched, and nothing goes in circles. */
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['type', 'enum', 'const', 'title', 'description', 'format', 'pattern', 'minLength', 'maxLength'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems'],
  ...['properties', 'required', 'additionalProperties', 'maxProperties', 'minProperties', 'anyOf'],
]);
/** A group that repeats and is repeated itself may take for ever to match. */
const REPEATED_GROUP = /\)[*+{]/;

/** Why a schema cannot be used; nothing when it can. */
export function schemaFault(schema: AttributeSchema): string | undefined {
  if (JSON.stringify(schema).length > LARGEST_SCHEMA) return `It is longer than ${LARGEST_SCHEMA} characters.`;
  const missing = schema.required?.find((name) => !Object.hasOwn(schema.properties, name));
  if (missing !== undefined) return `It requires ${missing}, which it does not describe.`;
  for (const [name, rule] of Object.entries(schema.properties)) {
    const fault = ruleFault(rule, 1);
    if (fault) return `${name}: ${fault}`;
  }
  try {
    ajv.compile(jsonSchemaOf(schema));
    return undefined;
  } catch (error) {
    return `It is no valid JSON Schema: ${(error as Error).message}.`;
  }
}

function ruleFault(rule: unknown, depth: number): string | undefined {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return 'its schema must be an object.';
  if (depth > DEEPEST) return `its schema is nested deeper than ${DEEPEST} levels.`;
  const unknown = Object.keys(rule).find((keyword) => !KEYWORDS.has(keyword));
  if (unknown !== undefined) return `${unknown} may not be used here. Use ${[...KEYWORDS].join(', ')}.`;
  const { pattern, items, properties, additionalProperties, anyOf } = rule as Record<string, unknown>;
  if (typeof pattern === 'string' && (pattern.length > LONGEST_PATTERN || REPEATED_GROUP.test(pattern)))
    return `its pattern is longer than ${LONGEST_PATTERN} characters or repeats a group, which may take for ever.`;
  const within = [
    ...(items === undefined ? [] : [items]),
    ...(typeof properties === 'object' && properties !== null ? Object.values(properties) : []),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
    ...(Array.isArray(anyOf) ? anyOf : []),
  ];
  return within.map((one) => ruleFault(one, depth + 1)).find((fault) => fault !== undefined);
}

const jsonSchemaOf = ({ properties, required }: AttributeSchema) => ({
  type: 'object',
  properties,
  required: required ?? [],
  additionalProperties: false,
});

const KEPT = 200;
const compiled = new Map<string, ValidateFunction>();

/** Same schema, same validator; the least recently made one goes when there are many. */
function validatorOf(schema: AttributeSchema): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known) return known;
  const validate = ajv.compile(jsonSchemaOf(schema));
  for (const oldest of compiled.keys()) if (compiled.size >= KEPT) compiled.delete(oldest);
  compiled.set(text, validate);
  return validate;
}

/** What is wrong with the attributes of an item, in words; `missing` names required ones that are not there. */
export function attributeFaults(
  schema: AttributeSchema,
  attributes: Readonly<Record<string, unknown>>,
): { readonly faults: readonly string[]; readonly missing: readonly string[] } {
  if (JSON.stringify(attributes).length > LARGEST_ATTRIBUTES)
    return { faults: [`They are longer than ${LARGEST_ATTRIBUTES} characters.`], missing: [] };
  const validate = validatorOf(schema);
  if (validate(attributes)) return { faults: [], missing: [] };
  const errors = validate.errors ?? [];
  const isMissing = ({ keyword, instancePath }: ErrorObject) => keyword === 'required' && instancePath === '';
  return {
    faults: errors.filter((error) => !isMissing(error)).map(inWords),
    missing: errors.filter(isMissing).map(({ params }) => params.missingProperty as string),
  };
}

function inWords({ instancePath, keyword, params, message }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `${params.additionalProperty} is no attribute of the class`;
  return `${instancePath.slice(1).replaceAll('/', '.')} ${message}`;
}
