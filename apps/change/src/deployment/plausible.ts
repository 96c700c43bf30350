import { timeToCome, timesReversed } from './deployment.errors';
import type { Findings } from './deployment-state';

/** Clocks of pipelines may be ahead of ours by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

interface Named {
  readonly source: string;
  readonly externalId: string;
}

/** Throws when the times cannot be: before their start, or still to come. A commit may be younger: clocks of people differ. */
export function requirePlausible({ source, externalId }: Named, findings: Findings, now: string): void {
  const { startedAt, committedAt, finish, rolledBackAt } = findings;
  const latest = new Date(Date.parse(now) + CLOCK_SKEW_MS).toISOString();
  const times = { committedAt, startedAt, finishedAt: finish?.at ?? null, rolledBackAt };
  for (const [field, at] of Object.entries(times))
    if (at !== null && at > latest) throw timeToCome(source, externalId, field, at);
  const began = startedAt ?? null;
  for (const ended of [finish?.at ?? null, rolledBackAt])
    if (began !== null && ended !== null && ended < began) throw timesReversed(source, externalId, began, ended);
  if (finish && rolledBackAt !== null && rolledBackAt < finish.at)
    throw timesReversed(source, externalId, finish.at, rolledBackAt);
}
