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
