import { Type, type Static } from '@sinclair/typebox';
import { Instant } from './fields';
import { Maybe } from './references';

/** One fact of a record's history. */
export const HistoryEntry = Type.Object({
  id: Type.String(),
  type: Type.String(),
  /** Stream revision: 1 for the first fact. */
  revision: Type.Integer(),
  occurredAt: Instant(),
  recordedAt: Instant(),
  by: Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() }),
  /** Fields that are said to have changed. */
  changes: Type.Array(Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() })),
  /** What else the fact says. */
  data: Type.Record(Type.String(), Type.Unknown()),
  imported: Maybe(
    Type.Object({
      batch: Type.String(),
      source: Type.String(),
      row: Type.Integer(),
      contradiction: Type.Optional(Type.String()),
      /** Id under which the fact was recorded first, when it was told again since. */
      fact: Type.Optional(Type.String()),
    }),
  ),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

/** What changed, and what else was said. */
export type Told = Pick<HistoryEntry, 'changes' | 'data'>;

/** Divides an event's data as histories show it; `keys` say nothing of their own. */
export function toldIn(eventData: object): Told {
  const { keys: _keys, ...said } = eventData as { keys?: unknown } & Record<string, unknown>;
  const changes = Object.entries(said).flatMap(([field, value]) => (isChange(value) ? [{ field, ...value }] : []));
  const rest = Object.entries(said).filter(([, value]) => !isChange(value));
  return {
    changes: changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)),
    data: Object.fromEntries(rest),
  };
}

const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
