import type { MajorState } from '@opsledger/contracts';
import { majorStepNotPermitted, updateTimePassed } from './incident.errors';
import type { KnownIncident } from './incident-state';
import { instant, minutesAfter } from './instants';

/** What may be done with a major incident, by how far it has come; null: nobody has proposed it. */
const STEPS = {
  none: ['propose'],
  candidate: ['accept', 'reject'],
  accepted: ['roles', 'updates', 'review'],
  rejected: ['propose'],
} as const satisfies Record<MajorState | 'none', readonly string[]>;

type Step = (typeof STEPS)[keyof typeof STEPS][number];

export function requireMajorStep(state: KnownIncident, step: Step): void {
  const major = state.details.major?.state ?? null;
  const possible: readonly string[] = STEPS[major ?? 'none'];
  if (!possible.includes(step)) throw majorStepNotPermitted(state, `major/${step}`, major, possible);
}

const MINUTES_BETWEEN_UPDATES = 30;

/** When the next update is promised for; half an hour on unless told. Throws when that has passed. */
export function nextUpdate(number: string, given: string | undefined, now: string): string {
  if (given === undefined) return minutesAfter(now, MINUTES_BETWEEN_UPDATES);
  const due = instant(given);
  if (due <= instant(now)) throw updateTimePassed(number, due);
  return due;
}
