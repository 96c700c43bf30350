import type {
  ChangeEvent,
  ChangeKeys,
  CommandOf,
  PlannedConfiguration,
  Reference,
  ReportConfigurationRefused,
} from '@opsledger/contracts';
import { configurationPlannedTwice } from '../change.errors';
import { keysOf, type KnownChange } from '../change-state';

/** In one order, so that what means the same reads the same; undefined: nothing is planned. */
export function plannedConfiguration(
  number: string,
  given: readonly PlannedConfiguration[],
): PlannedConfiguration[] | undefined {
  const byItem = new Map(given.map((it) => [it.ci.id, it]));
  if (byItem.size < given.length) {
    const twice = given.find((it) => byItem.get(it.ci.id) !== it)!;
    throw configurationPlannedTwice(number, twice.ci);
  }
  if (given.length === 0) return undefined;
  return [...given]
    .sort((one, other) => (one.ci.id < other.ci.id ? -1 : 1))
    .map(({ ci, attributes, stage, status }) => ({
      ci,
      ...(attributes && { attributes: sorted(attributes) }),
      ...(stage && { stage }),
      ...(status && { status }),
    }));
}

const sorted = (attributes: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));

/** Whatever is going to be configured is touched: others must see it in the calendar. */
export const linksToConfigured = (
  keys: ChangeKeys,
  planned: readonly PlannedConfiguration[] | undefined,
  known: readonly Reference[],
): ChangeEvent[] =>
  (planned ?? [])
    .filter(({ ci }) => !known.some(({ id }) => id === ci.id))
    .map(({ ci: target }) => ({ type: 'ChangeLinked', data: { keys, kind: 'affected_ci', target } }));

/** Told once of each part of an item; it stops nothing. */
export function reportConfigurationRefused(
  { data }: CommandOf<typeof ReportConfigurationRefused>,
  state: KnownChange,
): ChangeEvent[] {
  const { ci, part, code, reason } = data;
  if (state.details.configurationRefusals.some((it) => it.ci.id === ci.id && it.part === part)) return [];
  return [{ type: 'ChangeConfigurationRefused', data: { keys: keysOf(state), ci, part, code, reason } }];
}
