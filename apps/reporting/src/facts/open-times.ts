import type { IncidentFact } from './incident-fact';

type OpenTimes = Pick<IncidentFact, 'open_from' | 'open_to' | 'ended_at'>;

/** When an incident was in the backlog: it may be resolved, reopened and resolved again. */

export const openedFirst = (at: string): OpenTimes => ({ open_from: [at], open_to: [null], ended_at: null });

const later = (one: string, other: string): string => (one > other ? one : other);

/**
 * Ended twice, e.g. resolved and then closed: the first end counts. Imported history may say that it ended before it
 * began: it was open for no time then, and the times stay in order.
 */
export const ended = ({ open_from, open_to, ended_at }: OpenTimes, at: string): OpenTimes => {
  if (ended_at !== null) return { open_from, open_to, ended_at };
  const end = later(at, open_from.at(-1) ?? at);
  return { open_from, open_to: [...open_to.slice(0, -1), end], ended_at: end };
};

export const openedAgain = ({ open_from, open_to, ended_at }: OpenTimes, at: string): OpenTimes =>
  ended_at === null
    ? { open_from, open_to, ended_at }
    : { open_from: [...open_from, later(at, ended_at)], open_to: [...open_to, null], ended_at: null };
