import { NEEDY_END, type ConfigurationItemEvent } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** One period of a relation. */
export interface CiRelationRow {
  readonly id: string;
  readonly source_id: string;
  readonly source_name: string;
  readonly kind: string;
  readonly target_id: string;
  readonly target_name: string;
  /** Who suffers … */
  readonly needy_id: string;
  /** … when this one fails. */
  readonly needed_id: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly batch: string | null;
}

type Relation = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemRelated' | 'ConfigurationItemUnrelated' }>;

const keyOf = ({ subject, data: { kind, target, since } }: RecordedEvent<Relation>): string =>
  JSON.stringify([subject, kind, target.id, since]);

const begun = (_: CiRelationRow | undefined, event: RecordedEvent<Relation>): CiRelationRow => {
  const { kind, target, since, keys, cause } = event.data;
  const [needy, needed] = NEEDY_END[kind] === 'source' ? [event.subject, target.id] : [target.id, event.subject];
  return {
    id: keyOf(event),
    source_id: event.subject,
    source_name: keys.name,
    kind,
    target_id: target.id,
    target_name: target.name,
    needy_id: needy,
    needed_id: needed,
    valid_from: since,
    valid_to: null,
    batch: cause?.batch ?? null,
  };
};

export const ciRelations = projection<CiRelationRow, Relation>({
  name: 'ci-relations',
  version: 2,
  table: {
    schema: 'cmdb',
    name: 'relations',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      source_id: 'text collate "C" not null',
      source_name: 'text collate "C" not null',
      kind: 'text collate "C" not null',
      target_id: 'text collate "C" not null',
      target_name: 'text collate "C" not null',
      // Half as wide as text: a search goes through tens of thousands of them.
      needy_id: 'uuid not null',
      needed_id: 'uuid not null',
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz',
      batch: 'text collate "C"',
    },
    indexes: [
      // A search for what fails with an item goes from here to there, level by level, and reads nothing but the index.
      '(needed_id, needy_id) include (kind) where valid_to is null',
      '(needy_id, needed_id) include (kind) where valid_to is null',
      // The same for the past: periods that are over would only be in the way of the present.
      '(needed_id, needy_id, kind, valid_from, valid_to)',
      '(needy_id, needed_id, kind, valid_from, valid_to)',
      '(source_id, id)',
      '(target_id, id)',
      '(valid_from, id)',
      '(valid_to, id) where valid_to is not null',
    ],
    comment: 'Relations between configuration items, each row one period.',
    columnComments: {
      needy_id: 'The end that suffers when the other fails',
      needed_id: 'The end whose failure the other suffers from',
      valid_to: 'Null: it lasts',
      batch: 'Reconciliation that said so; null: somebody did it here',
    },
  },
  keys: (event) => [keyOf(event as RecordedEvent<Relation>)],
  handlers: {
    ConfigurationItemRelated: begun,
    ConfigurationItemUnrelated: (row, event) => row && { ...row, valid_to: event.data.until },
  },
});
