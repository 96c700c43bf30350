import { InvalidEnvironment } from '@opsledger/service-kit';
import { requiredOf, type Program } from './programs';

/**
 * What is wrong with the variables a program is given: names it does not know, names it needs, and what it says itself.
 *
 * @param shared given to every program, so not each is for each
 */
export function variableFaults(
  program: Program,
  given: Readonly<Record<string, string>>,
  shared: ReadonlySet<string> = new Set(),
): string[] {
  const { name, schema, read } = program;
  const unknown = Object.keys(given).filter((variable) => !(variable in schema.properties) && !shared.has(variable));
  const missing = requiredOf(program).filter((variable) => !(variable in given));
  const faults = [
    ...unknown.map((variable) => `${name}: does not read ${variable}`),
    ...missing.map((variable) => `${name}: needs ${variable}`),
  ];
  if (missing.length > 0) return faults;
  try {
    read(given);
    return faults;
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    return [...faults, ...error.problems.map((problem) => `${name}: ${problem}`)];
  }
}
