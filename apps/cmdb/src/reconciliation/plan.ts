import {
  type ConfigurationItemEvent,
  type Precedence,
  type RelationOutcome,
  type RowOutcome,
  type SourceRelation,
  type SourceRow,
} from '@opsledger/contracts';
import { v5 as uuid5 } from 'uuid';
import { reconcileConfigurationItem, valueFaults, type ReconcileLookups } from '../item/commands/reconcile';
import { evolve } from '../item/evolve';
import type { ClassInForce } from '../item/guards';
import { configurationItem } from '../item/item';
import type { Item, KnownItem } from '../item/item-state';
import { identityKey, otherNameIn } from '../item/match-keys';
import { identify, type Candidate } from './identify';
import { planRelation } from './plan-relation';

/** Namespace of the ids of items that sources brought; fixed for ever, or two batches at once would double an item. */
const RECONCILED_ITEMS = '7b0a4d52-9a2f-5f0e-8a43-5e3f0c1f9d11';

/** Id of the item a source's row brings: the same whenever it is brought. */
export const reconciledItemId = ({ source, externalId }: Pick<SourceRow, 'source' | 'externalId'>): string =>
  uuid5(identityKey({ source, id: externalId }), RECONCILED_ITEMS);

/** What decides how a row's words are taken. */
export interface Rules {
  readonly precedence: Precedence;
  readonly classes: Readonly<Record<string, ClassInForce>>;
  readonly now: string;
}

export interface Known extends Rules {
  readonly candidates: readonly Candidate[];
  /** Keys of identities whose rows are in quarantine. */
  readonly quarantined: ReadonlySet<string>;
}

interface Numbered<Said> {
  readonly row: number;
  readonly said: Said;
}

/** A row that is to be taken over; `chosen`: somebody decided what it means. */
export interface Statement extends Numbered<SourceRow> {
  readonly chosen?: boolean;
}

interface Plan {
  readonly rows: RowOutcome[];
  readonly relations: RelationOutcome[];
}

/** Keys in order, so that equal things are equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

const numbered = <Said>(all: readonly Said[]): readonly Numbered<Said>[] =>
  all.map((said, index) => ({ row: index + 1, said }));

/** Rows with a serial number first: they are the surest, and the rest is compared with what they bring. */
const orderOf = ({ said }: Numbered<SourceRow>): string =>
  canonical([said.serial ? 0 : 1, said.source, said.externalId, said]);

const inOrder = (rows: readonly Numbered<SourceRow>[]): readonly Numbered<SourceRow>[] =>
  rows
    .map((one) => ({ one, key: orderOf(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.one.row - b.one.row))
    .map(({ one }) => one);

const outcome = (
  { row, said }: Numbered<SourceRow>,
  action: RowOutcome['action'],
  more: Partial<RowOutcome> = {},
): RowOutcome => ({ row, action, itemId: null, by: null, changes: {}, reasons: [], candidates: [], said, ...more });

const told = ({ id, item }: Candidate) => ({ id, number: item.number, name: item.fields.name as string });

/** What is to become of each row. The order of the rows does not matter: they are taken in one of their own. */
export function planReconciliation(
  said: { readonly rows: readonly SourceRow[]; readonly relations: readonly SourceRelation[] },
  known: Known,
): Plan {
  const items = new Map(known.candidates.map((candidate) => [candidate.id, candidate.item]));
  const contradicting = contradictions(said.rows);
  const rows: RowOutcome[] = [];
  let waiting = inOrder(numbered(said.rows));
  // What one row brings or changes may make another unambiguous: those are looked at again until nothing moves.
  for (let moved = true; moved;) {
    const held: Numbered<SourceRow>[] = [];
    for (const row of waiting) {
      const planned = planRow(row, items, known, contradicting, rows);
      if (planned.action === 'quarantine') held.push(row);
      else rows.push(planned);
    }
    moved = held.length > 0 && held.length < waiting.length;
    if (!moved) rows.push(...held.map((row) => planRow(row, items, known, contradicting, rows)));
    waiting = held;
  }
  const held = rows
    .filter(({ action }) => action === 'quarantine')
    .map(({ said: { source, externalId } }) => identityKey({ source, id: externalId }));
  const ends = { items, quarantined: new Set([...known.quarantined, ...held]) };
  const relations = numbered(said.relations).map((one) => planRelation(one.row, one.said, ends));
  return { rows: rows.sort((one, other) => one.row - other.row), relations };
}

/** Names by which one source calls rows that differ. */
function contradictions(rows: readonly SourceRow[]): ReadonlySet<string> {
  const texts = new Map<string, string>();
  const found = new Set<string>();
  for (const row of rows) {
    const [key, text] = [identityKey({ source: row.source, id: row.externalId }), canonical(row)];
    if ((texts.get(key) ?? text) !== text) found.add(key);
    texts.set(key, text);
  }
  return found;
}

function planRow(
  numberedRow: Numbered<SourceRow>,
  items: Map<string, KnownItem>,
  known: Known,
  contradicting: ReadonlySet<string>,
  planned: readonly RowOutcome[],
): RowOutcome {
  const { said } = numberedRow;
  const faults = valueFaults(said, known.classes);
  if (faults.length > 0) return outcome(numberedRow, 'reject', { reasons: [...faults] });
  const key = identityKey({ source: said.source, id: said.externalId });
  if (contradicting.has(key))
    return outcome(numberedRow, 'quarantine', { reasons: [`The batch says several things of ${said.externalId}.`] });

  const identified = identify(
    said,
    [...items].map(([id, item]) => ({ id, item })),
  );
  if (identified.kind === 'ambiguous')
    return outcome(numberedRow, 'quarantine', {
      reasons: [identified.reason],
      candidates: identified.candidates.map(told),
    });
  const id = identified.kind === 'found' ? identified.candidate.id : reconciledItemId(said);
  const by = identified.kind === 'found' ? identified.by : null;
  const rival = planned.find(
    (one) => one.itemId === id && one.said.source === said.source && one.said.externalId !== said.externalId,
  );
  if (rival)
    return outcome(numberedRow, 'quarantine', {
      reasons: [`${said.source} has another row for the same item, ${rival.said.externalId}.`],
      candidates: [told({ id, item: items.get(id)! })],
    });

  const before: Item = items.get(id) ?? configurationItem.initial;
  const facts = statedOf(id, before, numberedRow, known);
  const after = facts.reduce(evolve, before);
  if (after.status === 'known') items.set(id, after);
  const [fact] = facts;
  if (!fact) return outcome(numberedRow, 'unchanged', { itemId: id, by });
  const changes = fact.type === 'ConfigurationItemRevised' ? fact.data.changes : {};
  return outcome(numberedRow, before.status === 'known' ? 'update' : 'create', { itemId: id, by, changes });
}

/** What a row makes known of an item. */
function statedOf(id: string, before: Item, { row, said, chosen }: Statement, known: Rules): ConfigurationItemEvent[] {
  // Who has which identity is among the candidates.
  const lookups: ReconcileLookups = { ...known, number: '', others: new Map(), targets: new Set() };
  const command = {
    type: 'ReconcileConfigurationItem',
    id,
    now: known.now,
    actor: { id: '', name: '', kind: 'process' },
    data: { batch: '', chosen, statements: [{ row, said }], relations: [] },
    lookups,
  } as const;
  return reconcileConfigurationItem(command as never, before);
}

/** An item as it will be once what is under way has its turn; what does not fit any more will be refused. */
export function awaited(id: string, item: Item, rows: readonly Statement[], known: Rules): Item {
  const fitting = rows.filter(({ said }) => valueFaults(said, known.classes).length === 0);
  return fitting.reduce((before, row) => {
    const isAnother = !row.chosen && before.status === 'known' && otherNameIn(row.said, before) !== undefined;
    return isAnother ? before : statedOf(id, before, row, known).reduce(evolve, before);
  }, item);
}
