import type { RelationOutcome, RowOutcome } from '@opsledger/contracts';

/** How many rows and relations became what: every one is counted once. */
export function countsOf({
  rows,
  relations,
}: {
  readonly rows: readonly RowOutcome[];
  readonly relations: readonly RelationOutcome[];
}): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);
  for (const { action } of rows) count(action);
  for (const { action } of relations) count(action === 'relate' ? action : `relation ${action}`);
  return counts;
}
