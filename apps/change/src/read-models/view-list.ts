import { projection, type Projection } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';

/** A row of a list whose entries are whole records. */
export interface ViewRow<View> {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly kind: string | null;
  readonly name: string;
  readonly created_at: string;
  readonly view: View;
}

interface Viewed {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly createdAt: string;
}

/** A list whose entries are whole records. */
export function viewList<View extends Viewed>(
  table: string,
  comment: string,
  types: readonly { readonly name: string }[],
  after: (before: View | undefined, event: any) => View,
  nameOf: (view: View) => { readonly name: string; readonly kind: string | null },
): Projection<ViewRow<View>, any> {
  const rowAfter = (row: ViewRow<View> | undefined, event: RecordedEvent): ViewRow<View> => {
    const view = after(row?.view, event);
    const { id, number, state, createdAt } = view;
    return { id, number, state, ...nameOf(view), created_at: createdAt, view };
  };
  return projection<ViewRow<View>, any>({
    name: table.replaceAll('_', '-'),
    version: 1,
    table: {
      schema: 'change',
      name: table,
      key: 'id',
      columns: {
        id: 'text collate "C"',
        number: 'text collate "C" not null',
        state: 'text collate "C" not null',
        kind: 'text collate "C"',
        name: 'text not null',
        created_at: 'timestamptz not null',
        view: 'json not null',
      },
      indexes: ['(created_at, id)', '(number, id)', '(state, created_at, id)'],
      comment,
      columnComments: { view: 'The record as the API answers it' },
    },
    handlers: Object.fromEntries(types.map(({ name }) => [name, rowAfter])),
  });
}

/** What all such records tell of themselves. */
export const baseOf = (
  before: { createdAt: string } | undefined,
  { subject, occurredAt, revision }: RecordedEvent,
) => ({
  id: subject,
  createdAt: before?.createdAt ?? occurredAt,
  updatedAt: occurredAt,
  version: revision,
});
