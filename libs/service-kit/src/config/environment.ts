import type { Static, TObject } from '@sinclair/typebox';
import { schemaValidator } from '../validation/schema-validator';

/** The environment does not fit its schema; names every variable that is wrong. */
export class InvalidEnvironment extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment is not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'InvalidEnvironment';
  }
}

/**
 * Reads the variables a schema names, once, at the start: typed, with defaults. An empty variable counts as unset.
 * Where a schema has a `rule` beside its `pattern`, that is told of a value that does not match.
 *
 * @throws InvalidEnvironment with all problems at once; values are not repeated, they may be secrets
 */
export function parseEnvironment<Schema extends TObject>(
  schema: Schema,
  environment: NodeJS.ProcessEnv = process.env,
): Readonly<Static<Schema>> {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(schema.properties)) if (environment[name]) values[name] = environment[name];
  const violations = schemaValidator(schema, 'coercing')(values);
  if (violations.length > 0)
    throw new InvalidEnvironment(
      violations.map(({ path, message }) => {
        const name = path.slice(1);
        const property = schema.properties[name];
        const meaning = property?.description;
        const told = property?.rule && message.startsWith('must match pattern') ? String(property.rule) : message;
        return `${name} ${told}${meaning ? ` (${meaning})` : ''}`;
      }),
    );
  return values as Static<Schema>;
}
