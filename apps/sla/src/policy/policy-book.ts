import { versionedCalendar, type BusinessCalendar, type CalendarDefinition } from '@opsledger/business-time';
import type { PolicyKind, SlaPolicy } from '@opsledger/contracts';
import type { ChooseTarget, Fact, PinnedTarget } from '../clock/clock';
import { isMet } from './condition';

/** A policy or calendar as it was from an instant on; epoch milliseconds. */
export interface Version<Definition> {
  readonly id: string;
  readonly version: number;
  readonly validFrom: number;
  readonly definition: Definition;
  /** From when on it applies to nothing new. */
  readonly retiredAt?: number;
}

/** For people who read why; without a name its id stands for it. */
type NamedCalendar = CalendarDefinition & { readonly name?: string };

interface Measure {
  readonly kind: PolicyKind;
  readonly target: string;
}

/** All policies and calendars in all their versions, the policies in the order in which they are tried. */
export interface PolicyBook {
  readonly policies: readonly Version<SlaPolicy>[];
  readonly calendars: readonly Version<NamedCalendar>[];
  readonly measures: readonly Measure[];
  /** Compiled once: a calendar's years are worked out when they are first asked for. */
  readonly times: Map<string, BusinessCalendar>;
}

export function policyBook(
  policies: readonly Version<SlaPolicy>[],
  calendars: readonly Version<NamedCalendar>[],
): PolicyBook {
  const measures = new Map<string, Measure>();
  for (const { definition } of policies)
    for (const { name } of definition.targets)
      measures.set(`${definition.kind} ${name}`, { kind: definition.kind, target: name });
  return { policies, calendars, measures: [...measures.values()], times: new Map() };
}

/**
 * The choice for one measure of one record. A clock keeps the versions in force when the record began to be known;
 * what began before any version was in force is judged by the first.
 */
export function versionedChoice(
  book: PolicyBook,
  facts: readonly Fact[],
  kind: PolicyKind,
  target: string,
): ChooseTarget {
  const began = facts.reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
  const inForce = versionsAt(book.policies, began).filter(
    ({ definition, retiredAt }) =>
      definition.kind === kind &&
      definition.targets.some(({ name }) => name === target) &&
      (retiredAt === undefined || began < retiredAt),
  );
  const pinned = new Map<string, PinnedTarget>();
  return (fields) => {
    const policy = inForce.find(({ definition: { appliesWhen } }) => !appliesWhen || isMet(appliesWhen, fields));
    if (!policy) return undefined;
    const known = pinned.get(policy.id) ?? pin(book, policy, target, began);
    pinned.set(policy.id, known);
    return known;
  };
}

function pin(book: PolicyBook, policy: Version<SlaPolicy>, target: string, at: number): PinnedTarget {
  const { id, version, definition } = policy;
  const calendar = versionsAt(book.calendars, at).find((one) => one.id === definition.calendar);
  if (!calendar) throw new Error(`Policy ${id} counts on calendar ${definition.calendar}, which is not there.`);
  return {
    policy: { id, version, kind: definition.kind, name: definition.name },
    calendar: {
      id: calendar.id,
      version: calendar.version,
      name: calendar.definition.name ?? calendar.id,
      time: compiled(book, calendar),
    },
    target: definition.targets.find(({ name }) => name === target)!,
  };
}

function compiled(book: PolicyBook, calendar: Version<CalendarDefinition>): BusinessCalendar {
  const key = `${calendar.id} ${calendar.version}`;
  const time = book.times.get(key) ?? versionedCalendar([calendar]);
  book.times.set(key, time);
  return time;
}

/** A calendar as a version of it says; `undefined` when the book has no such version. */
export function timesOf(book: PolicyBook, id: string, version: number): BusinessCalendar | undefined {
  const calendar = book.calendars.find((one) => one.id === id && one.version === version);
  return calendar && compiled(book, calendar);
}

/** Of each id the version in force at an instant, or its first; in the order given. */
export function versionsAt<Definition>(
  versions: readonly Version<Definition>[],
  at: number,
): readonly Version<Definition>[] {
  const chosen = new Map<string, Version<Definition>>();
  for (const one of versions) {
    const before = chosen.get(one.id);
    if (!before || isBetter(one, before, at)) chosen.set(one.id, one);
  }
  return [...chosen.values()];
}

function isBetter(one: Version<unknown>, before: Version<unknown>, at: number): boolean {
  const [isIn, wasIn] = [one.validFrom <= at, before.validFrom <= at];
  if (isIn !== wasIn) return isIn;
  return isIn ? one.version > before.version : one.version < before.version;
}
