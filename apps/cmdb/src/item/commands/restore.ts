import type { CommandOf, ConfigurationItemEvent, Precedence, RestoreConfigurationItem } from '@opsledger/contracts';
import type { Fact } from '@opsledger/event-sourcing';
import { evolve } from '../evolve';
import { restatement, same, stating } from '../claims';
import { keysOf, type Item, type KnownItem } from '../item-state';
import { identityKey } from '../match-keys';

export interface RestoreLookups {
  readonly precedence: Precedence;
  /** Every fact about the item. */
  readonly facts: readonly ConfigurationItemEvent[];
  /** Others are related to it that this batch did not relate. */
  readonly needed: boolean;
}

type Command = CommandOf<typeof RestoreConfigurationItem, RestoreLookups>;
type Skipped = { field: string; because: string };

const batchOf = ({ data }: ConfigurationItemEvent): string | undefined =>
  'cause' in data ? data.cause?.batch : 'batch' in data ? data.batch : undefined;

/** Gives fields back what they had before a batch; what has changed since stays, and is told. */
export function restoreConfigurationItem(command: Command, state: Item): Fact<ConfigurationItemEvent>[] {
  if (state.status !== 'known') return [];
  const { batch } = command.data;
  const { facts, needed } = command.lookups;
  const last = facts.findLastIndex(({ type }) => type === 'ConfigurationItemWithdrawn');
  const lived = facts.slice(last + 1);
  const its = lived.filter((fact) => batchOf(fact) === batch);
  // Restored before: it may have taken over more of the batch since, which was under way then.
  const said = its.slice(its.findLastIndex(({ type }) => type === 'ConfigurationItemRestored') + 1);
  if (said.length === 0) return [];

  const unrelated = relationsBack(said, state);
  const current = unrelated.reduce<Item>(evolve, state) as KnownItem;
  const isNew = said.some(({ type }) => type === 'ConfigurationItemRegistered');
  const isAlone = standing(lived).every((fact) => batchOf(fact) === batch) && !needed;
  if (isNew && isAlone) {
    const withdrawn = { keys: keysOf(current), edition: state.edition, batch };
    return [...unrelated, { type: 'ConfigurationItemWithdrawn', data: withdrawn }];
  }
  const kept = isNew
    ? [{ field: '(the item)', because: needed ? 'Other items are related to it.' : 'Others have worked on it since.' }]
    : [];
  return [...unrelated, ...valuesBack(command, said, current, kept)];
}

/** What counts of an item's life: not what batches said that were undone, nor relations that were made never to have been. */
function standing(lived: readonly ConfigurationItemEvent[]): readonly ConfigurationItemEvent[] {
  const undone = new Set(lived.flatMap(({ type, data }) => (type === 'ConfigurationItemRestored' ? [data.batch] : [])));
  const neverBeen = new Set(
    lived.flatMap(({ type, data }) =>
      type === 'ConfigurationItemUnrelated' && data.until === data.since ? [relationKey(data)] : [],
    ),
  );
  return lived.filter((fact) => {
    const batch = batchOf(fact);
    if (batch !== undefined && undone.has(batch)) return false;
    const isRelation = fact.type === 'ConfigurationItemRelated' || fact.type === 'ConfigurationItemUnrelated';
    return !isRelation || !neverBeen.has(relationKey(fact.data));
  });
}

const relationKey = ({ kind, target, since }: { kind: string; target: { id: string }; since: string }): string =>
  `${kind} ${target.id} ${since}`;

/** As if they had never been: they end when they began. */
function relationsBack(said: readonly ConfigurationItemEvent[], state: KnownItem): Fact<ConfigurationItemEvent>[] {
  return said.flatMap((fact): Fact<ConfigurationItemEvent>[] => {
    if (fact.type !== 'ConfigurationItemRelated') return [];
    const { kind, target, since, cause } = fact.data;
    const lasts = state.relations.some(
      (one) => one.kind === kind && one.target.id === target.id && one.since === since && one.until === null,
    );
    if (!lasts) return [];
    const data = { keys: keysOf(state), kind, target, since, until: since, cause };
    return [{ type: 'ConfigurationItemUnrelated', data, occurredAt: since }];
  });
}

type Revised = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemRevised' }>;
type Restored = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemRestored' }>;

/** Revision by revision, the latest first. */
function valuesBack(
  { data: { batch }, lookups: { precedence } }: Command,
  said: readonly ConfigurationItemEvent[],
  state: KnownItem,
  kept: readonly Skipped[],
): ConfigurationItemEvent[] {
  const facts: ConfigurationItemEvent[] = [];
  let current = state;
  const revisions = said.filter((fact): fact is Revised => fact.type === 'ConfigurationItemRevised').reverse();
  for (const revision of revisions) {
    const fact = takenBack(revision, current, batch, precedence);
    facts.push(fact);
    current = evolve(current, fact) as KnownItem;
  }
  return kept.length === 0 ? facts : [...facts, toldAsKept(said, current, batch, kept)];
}

function takenBack({ data }: Revised, item: KnownItem, batch: string, precedence: Precedence): Restored {
  const source = data.cause!.source;
  const skipped: Skipped[] = [];
  const back: Record<string, { value: unknown } | null> = {};
  for (const [field, { before, after }] of Object.entries(data.stated)) {
    const claim = item.claims[field]?.[source] ?? null;
    const change = data.changes[field];
    const isChanged = change && !same(item.fields[field] ?? null, change.after);
    if (!same(claim, after) || isChanged) skipped.push({ field, because: 'It has changed since.' });
    else back[field] = before;
  }
  const change = restatement(item, source, back, precedence);
  return {
    type: 'ConfigurationItemRestored',
    data: {
      keys: keysOf(stating(item, source, change)),
      edition: item.edition + 1,
      batch,
      ...change,
      source,
      identities: { before: [...item.identities], after: identitiesWithout(data.identities, item) },
      skipped,
    },
  };
}

function identitiesWithout({ before, after }: Revised['data']['identities'], { identities }: KnownItem) {
  const known = new Set(before.map(identityKey));
  const added = new Set(after.map(identityKey).filter((key) => !known.has(key)));
  return identities.filter((one) => !added.has(identityKey(one)));
}

/** Nothing of the item changes by it. */
function toldAsKept(
  said: readonly ConfigurationItemEvent[],
  item: KnownItem,
  batch: string,
  kept: readonly Skipped[],
): Restored {
  return {
    type: 'ConfigurationItemRestored',
    data: {
      keys: keysOf(item),
      edition: item.edition + 1,
      batch,
      changes: {},
      stated: {},
      source: said.map(({ data }) => ('cause' in data ? data.cause?.source : undefined)).find(Boolean)!,
      identities: { before: [...item.identities], after: [...item.identities] },
      skipped: [...kept],
    },
  };
}
