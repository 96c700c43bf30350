import type { ConfigurationItemEvent } from '@opsledger/contracts';
import { projection, type Recorded } from '@opsledger/event-sourcing';

/** One period of a relation between two items. */
interface CiRelationFact {
  readonly id: string;
  readonly source_id: string;
  readonly kind: string;
  readonly target_id: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

type Relation = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemRelated' | 'ConfigurationItemUnrelated' }>;

export const ciRelationFacts = projection<CiRelationFact, Relation>({
  name: 'reporting-ci-relation-facts',
  version: 1,
  patienceMs: 10_000,
  table: {
    schema: 'reporting',
    name: 'ci_relation_facts',
    key: 'id',
    columns: {
      id: 'text',
      source_id: 'text not null',
      kind: 'text not null',
      target_id: 'text not null',
      valid_from: 'timestamptz not null',
      valid_to: 'timestamptz',
    },
    indexes: ['(source_id)', '(target_id)'],
    comment: 'Relations between configuration items, each row one period. From the event log.',
    columnComments: {
      id: 'Names the period of the relation.',
      source_id: 'Item the relation is read from: it depends on, runs on … the target.',
      kind: 'What the source is to the target.',
      target_id: 'Item at the other end.',
      valid_from: 'Since when.',
      valid_to: 'Until when; null: it lasts.',
    },
  },
  keys: (event) => {
    const { subject, data } = event as Recorded<Relation>;
    return [JSON.stringify([subject, data.kind, data.target.id, data.since])];
  },
  handlers: {
    ConfigurationItemRelated: (_, { subject, data: { kind, target, since } }, id) => ({
      id,
      source_id: subject,
      kind,
      target_id: target.id,
      valid_from: since,
      valid_to: null,
    }),
    ConfigurationItemUnrelated: (row, { data: { until } }) => row && { ...row, valid_to: until },
  },
});
