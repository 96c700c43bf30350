import type { BaselineEvent, BaselineView } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

export interface BaselineRow {
  readonly id: string;
  readonly number: string;
  readonly at: string;
  readonly view: BaselineView;
}

export function baselineOf({
  subject: id,
  data,
  revision,
  metadata: { actor },
}: RecordedEvent<BaselineEvent>): BaselineView {
  const { keys, name, at, filter, note } = data;
  return {
    id,
    number: keys.number,
    name,
    at,
    filter,
    note,
    namedBy: { id: actor.id, name: actor.name },
    version: revision,
  };
}

export const baselineList = projection<BaselineRow, BaselineEvent>({
  name: 'ci-baselines',
  version: 1,
  table: {
    schema: 'cmdb',
    name: 'baselines',
    key: 'id',
    columns: {
      id: 'text collate "C"',
      number: 'text collate "C" not null',
      at: 'timestamptz not null',
      view: 'json not null',
    },
    indexes: ['(at, id)', '(number)'],
    comment: 'Named instants of the configuration.',
    columnComments: { view: 'The record as the API answers it' },
  },
  handlers: {
    BaselineNamed: (_, event) => {
      const view = baselineOf(event);
      return { id: view.id, number: view.number, at: view.at, view };
    },
  },
});
