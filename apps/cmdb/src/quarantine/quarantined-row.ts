import type {
  CommandOf,
  DismissQuarantinedRow,
  QuarantineEvent,
  QuarantineRow,
  QuarantineState,
  RelationInWaiting,
  ReportQuarantinedRowRefused,
  ResolveQuarantinedRow,
  SourceRow,
} from '@opsledger/contracts';
import { RecordNotFound, Refusal, aggregate } from '@opsledger/event-sourcing';
import { same } from '../item/claims';
import { identityTakenInRow, identityUnderWayInRow } from '../item/item.errors';
import { reconciledItemId } from '../reconciliation/plan';

export type QuarantineRefusal = 'quarantined-row-decided' | 'candidate-unknown';

export interface ResolveLookups {
  /** Whether the chosen item is there. */
  readonly exists: boolean;
  /** Number of an item that has the row's identity, where it is not the chosen one. */
  readonly other?: string;
  /** Number of what is about to give the row's identity to another item than the chosen one. */
  readonly awaited?: string;
  /** Relations that waited for the row and can be made now. */
  readonly relations: readonly RelationInWaiting[];
}

type Held = Omit<Extract<QuarantineEvent, { type: 'RowQuarantined' }>['data'], 'keys'>;

export type QuarantinedRow =
  | { readonly status: 'unknown' }
  | (Held & { readonly status: QuarantineState; readonly number: string; readonly itemId: string | null });
type KnownRow = Exclude<QuarantinedRow, { status: 'unknown' }>;

const keysOf = ({ number, said }: Pick<KnownRow, 'number' | 'said'>, state: QuarantineState) => ({
  number,
  state,
  source: (said as SourceRow).source,
});

/** The same row again is nothing, also after somebody decided about it, unless the item refused what was decided. */
function quarantineRow(
  { data, lookups }: CommandOf<typeof QuarantineRow, { readonly number: string }>,
  state: QuarantinedRow,
): QuarantineEvent[] {
  if (state.status !== 'unknown' && state.status !== 'refused' && same(state.said, data.said)) return [];
  const number = state.status === 'unknown' ? lookups.number : state.number;
  return [{ type: 'RowQuarantined', data: { ...data, keys: keysOf({ number, said: data.said }, 'open') } }];
}

const open =
  <C extends { readonly id: string }>(decide: (command: C, state: KnownRow) => QuarantineEvent[]) =>
  (command: C, state: QuarantinedRow): QuarantineEvent[] => {
    if (state.status === 'unknown') throw new RecordNotFound('quarantined row', command.id);
    if (state.status !== 'open')
      throw new Refusal(
        'quarantined-row-decided',
        `${state.number} is ${state.status} already. Revise the item itself, or import the row again when it changes.`,
      );
    return decide(command, state);
  };

function resolveQuarantinedRow(
  { data, lookups }: CommandOf<typeof ResolveQuarantinedRow, ResolveLookups>,
  state: KnownRow,
): QuarantineEvent[] {
  if (data.itemId !== undefined && !lookups.exists)
    throw new Refusal('candidate-unknown', `${state.number}: there is no item ${data.itemId}. Choose another.`);
  if (lookups.other !== undefined) throw identityTakenInRow(state.number, state.said, lookups.other);
  if (lookups.awaited !== undefined) throw identityUnderWayInRow(state.number, state.said, lookups.awaited);
  const { number: _number, status: _status, itemId: _itemId, ...held } = state;
  const itemId = data.itemId ?? reconciledItemId(state.said);
  const created = data.itemId === undefined;
  const relations = [...lookups.relations];
  return [
    { type: 'QuarantinedRowResolved', data: { ...held, keys: keysOf(state, 'resolved'), itemId, created, relations } },
  ];
}

/** Another row may have come under this name meanwhile: of that one it tells nothing. */
function reportRefused(
  { data }: CommandOf<typeof ReportQuarantinedRowRefused>,
  state: QuarantinedRow,
): QuarantineEvent[] {
  if (state.status !== 'resolved' || state.batch !== data.batch || state.row !== data.row) return [];
  return [{ type: 'QuarantinedRowRefused', data: { ...data, keys: keysOf(state, 'refused') } }];
}

const dismissQuarantinedRow = (
  { data }: CommandOf<typeof DismissQuarantinedRow>,
  state: KnownRow,
): QuarantineEvent[] => [
  { type: 'QuarantinedRowDismissed', data: { keys: keysOf(state, 'dismissed'), reason: data.reason ?? null } },
];

export function evolve(state: QuarantinedRow, event: QuarantineEvent): QuarantinedRow {
  const { number } = event.data.keys;
  switch (event.type) {
    case 'RowQuarantined': {
      const { keys: _keys, ...held } = event.data;
      return { ...held, status: 'open', number, itemId: null };
    }
    case 'QuarantinedRowResolved': {
      const { keys: _keys, created: _created, relations: _relations, ...held } = event.data;
      return { ...held, status: 'resolved', number };
    }
    case 'QuarantinedRowRefused':
      return state.status === 'unknown' ? state : afterRefusal(state, event.data.reason);
    case 'QuarantinedRowDismissed':
      return state.status === 'unknown' ? state : { ...state, status: 'dismissed' };
    default:
      return event satisfies never;
  }
}

const afterRefusal = (state: KnownRow, reason: string): KnownRow => ({
  ...state,
  status: 'refused',
  itemId: null,
  reasons: [...state.reasons, `It was not taken over: ${reason} Put that right and submit the row again.`],
});

/** A row that could mean several items: it waits here until somebody decides. */
export const quarantinedRow = aggregate<QuarantinedRow, QuarantineEvent>({
  category: 'quarantinedrow',
  called: 'quarantined row',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    QuarantineRow: quarantineRow,
    ResolveQuarantinedRow: open(resolveQuarantinedRow),
    ReportQuarantinedRowRefused: reportRefused,
    DismissQuarantinedRow: open(dismissQuarantinedRow),
  },
});
