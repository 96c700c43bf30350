import type { QueryContext } from '@opsledger/service-kit';
import { policyBook, type PolicyBook, type Version } from '../policy/policy-book';
import { slaCalendars, slaPolicies, type DefinitionRow } from '../read-models/definitions';
import { definitionsOf } from './definitions';

/** Every policy and calendar in every version, as the view has them. */
export async function currentBook(context: QueryContext): Promise<PolicyBook> {
  await Promise.all([context.upToDate(slaPolicies.name), context.upToDate(slaCalendars.name)]);
  const { calendars, policies } = await definitionsOf(context);
  return policyBook(policies.flatMap(versionsOf), calendars.flatMap(versionsOf));
}

const versionsOf = <Definition>({
  id,
  versions,
  retired_at,
}: DefinitionRow<Definition>): readonly Version<Definition>[] =>
  versions.map(({ version, validFrom, definition }) => ({
    id,
    version,
    validFrom: Date.parse(validFrom),
    definition,
    ...(retired_at !== null && { retiredAt: new Date(retired_at).getTime() }),
  }));
