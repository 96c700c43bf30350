import type {
  Cause,
  CommandOf,
  ConfigurationItemEvent,
  Reference,
  RelateConfigurationItem,
  RelationKind,
  UnrelateConfigurationItem,
} from '@opsledger/contracts';
import { utcMilliseconds, type Fact } from '@opsledger/event-sourcing';
import {
  instantAhead,
  relationOverlaps,
  relationPeriodInvalid,
  relationTargetUnknown,
  relationToItself,
} from '../item.errors';
import { keysOf, type KnownItem } from '../item-state';

export interface RelateLookups {
  /** Null: there is no such item. */
  readonly target: Reference | null;
}

interface Period {
  readonly kind: RelationKind;
  readonly target: Reference;
  readonly from: string;
  /** Null: it lasts. */
  readonly to: string | null;
  readonly cause: Cause;
}

export function relateConfigurationItem(
  { id, data, now, lookups: { target } }: CommandOf<typeof RelateConfigurationItem, RelateLookups>,
  state: KnownItem,
): Fact<ConfigurationItemEvent>[] {
  if (!target) throw relationTargetUnknown(state, data.targetId);
  if (target.id === id) throw relationToItself(state);
  const from = data.from === undefined ? now : utcMilliseconds(data.from);
  const to = data.to === undefined ? null : utcMilliseconds(data.to);
  for (const instant of [from, to ?? from]) if (instant > now) throw instantAhead(state.number, instant);
  if (to !== null && to <= from) throw relationPeriodInvalid(state, from, to);
  return related(state, { kind: data.kind, target, from, to, cause: null });
}

/** Nothing when the item is so related throughout the period already. */
export function related(state: KnownItem, { kind, target, from, to, cause }: Period): Fact<ConfigurationItemEvent>[] {
  const known = state.relations.filter(
    (one) => one.kind === kind && one.target.id === target.id && one.since !== one.until,
  );
  const covered = known.some(({ since, until }) => since <= from && (until === null || (to !== null && to <= until)));
  if (covered) return [];
  const overlapping = known.find(({ since, until }) => (until === null || until > from) && (to === null || since < to));
  if (overlapping) throw relationOverlaps(state, kind, target, overlapping);
  const relation = { keys: keysOf(state), kind, target, since: from, cause };
  const facts: Fact<ConfigurationItemEvent>[] = [
    { type: 'ConfigurationItemRelated', data: relation, occurredAt: from },
  ];
  if (to !== null) facts.push({ type: 'ConfigurationItemUnrelated', data: { ...relation, until: to }, occurredAt: to });
  return facts;
}

export function unrelateConfigurationItem(
  { data, now, lookups }: CommandOf<typeof UnrelateConfigurationItem, RelateLookups>,
  state: KnownItem,
): Fact<ConfigurationItemEvent>[] {
  const targetId = lookups.target?.id ?? data.targetId;
  const lasting = state.relations.find(
    ({ kind, target, until }) => kind === data.kind && target.id === targetId && until === null,
  );
  if (!lasting) return [];
  const { kind, target, since } = lasting;
  const until = data.at === undefined ? now : utcMilliseconds(data.at);
  if (until > now) throw instantAhead(state.number, until);
  if (until < since) throw relationPeriodInvalid(state, since, until);
  return [
    {
      type: 'ConfigurationItemUnrelated',
      data: { keys: keysOf(state), kind, target, since, until, cause: null },
      occurredAt: until,
    },
  ];
}
