import { ReviseConfigurationItem, SubmitReconciliation, type Reference } from '@opsledger/contracts';
import { SERVICES } from './catalogue';
import { classOf } from './estate';
import type { PlannedChange } from './operations';
import { Storyline } from './story';
import { iso } from './times';

/** Something that somebody changed of an item, though no change was open on it. */
export interface PlannedDrift {
  readonly key: string;
  readonly ci: string;
  readonly at: number;
}

/** What is different of an item after something was done to it; never the same twice. */
function attributesAt(ci: string, at: number): Record<string, string> {
  const version = iso(at).slice(0, 19).replace(/[-T:]/g, '.');
  const its = classOf(ci);
  if (its === 'network_device') return { firmware: version };
  return its === 'application' || its === 'database' ? { version } : { operatingSystem: `Build ${version}` };
}

/** What was done to one item through the year, in order; what a change did names it. */
export function itemStory(
  ci: string,
  changes: readonly PlannedChange[],
  drifts: readonly PlannedDrift[],
  record: (key: string) => Reference | undefined,
): Storyline {
  const done = changes.filter((one) => one.ci === ci && one.result === 'successful');
  const happenings = [
    ...done.flatMap(({ key, end }) => {
      const change = record(key);
      return change ? [{ at: end - 2_000, change }] : [];
    }),
    ...drifts.filter((one) => one.ci === ci).map(({ at }) => ({ at, change: undefined })),
  ].sort((one, other) => one.at - other.at);
  const line = new Storyline(happenings[0]?.at ?? 0);
  for (const { at, change } of happenings)
    line
      .waitUntil(at)
      .tell(ReviseConfigurationItem, { attributes: attributesAt(ci, line.at), ...(change && { change }) });
  return line;
}

/** Every so many items, what a discovery finds is not what is recorded. */
const ITEMS_PER_FINDING = 8;

/** A discovery finds the items that services are made of, some of them elsewhere. */
export function discoveryStory(at: number): Storyline {
  const rows = SERVICES.flatMap(({ cis }) => cis).map((name, index) => ({
    source: 'discovery',
    externalId: `discovered-${index + 1}`,
    class: classOf(name),
    name,
    ...(index % ITEMS_PER_FINDING === 3 && { location: 'DC East, cage 4' }),
  }));
  return new Storyline(at).tell(SubmitReconciliation, { label: 'discovery', rows });
}
