import type { Update } from './update';

type EndState = 'resolved' | 'closed';

/** When a resolution or closing was, and how that was found out. */
export interface Ending {
  readonly at: string;
  readonly by: string | null;
  readonly code: string | null;
  readonly notes: string | null;
  readonly contradiction?: string;
}

const TIME_OF = { resolved: 'resolvedAt', closed: 'closedAt' } as const;
const COLUMN_OF = { resolved: 'resolved_at', closed: 'closed_at' } as const;

/**
 * The ending that begins with the update at `index`. The log repeats the final resolution and closing on
 * every row from the first on, so these tell about the last ending only; earlier ones have the time and
 * author of their row, unless the log kept another value for them.
 */
export function endingOf(kind: EndState, updates: readonly Update[], index: number, notBefore: string): Ending {
  const first = updates[index]!;
  const lastOfEpisode = updates[endOfEpisode(kind, updates, index)]!;
  const final = updates.at(-1)!;
  const isLast = !updates.slice(index + 1).some((update, next) => leadsTo(kind, updates, index + 1 + next, update));
  const own = <Value>(value: (update: Update) => Value | null): Value | null => {
    if (isLast) return value(final) ?? value(lastOfEpisode);
    return value(lastOfEpisode) === value(final) ? null : value(lastOfEpisode);
  };
  const given = own((update) => update[TIME_OF[kind]]);
  const { at, contradiction } = timeOf(kind, first, given, notBefore);
  const source = at === given ? [final, lastOfEpisode].find((update) => update[TIME_OF[kind]] === given) : undefined;
  const reading = source
    ? source.readings[COLUMN_OF[kind]]
    : at === first.at
      ? first.readings.sys_updated_at
      : undefined;
  const marks = [contradiction, reading].filter(Boolean).join(' ');
  return {
    at,
    ...(marks && { contradiction: marks }),
    by: (kind === 'resolved' ? own((update) => update.text('resolved_by')) : null) ?? first.text('sys_updated_by'),
    code: own((update) => update.text('closed_code')),
    notes: own((update) => update.prose('close_notes')),
  };
}

function timeOf(
  kind: EndState,
  first: Update,
  given: string | null,
  notBefore: string,
): Pick<Ending, 'at' | 'contradiction'> {
  if (given === null || given === first.at) return { at: later(first.at, notBefore) };
  // Shown for the first time by a later state: the log skipped the ending's own update, and nothing disagrees.
  if (first.status.state !== kind && given >= notBefore) return { at: given };
  const said = `The source shows ${kind} at ${first.at} but gives ${given} as ${COLUMN_OF[kind]}`;
  if (given >= notBefore) return { at: given, contradiction: `${said}; read as ${kind} at ${given}.` };
  const at = later(first.at, notBefore);
  return { at, contradiction: `${said}, before what it must follow (${notBefore}); read as ${kind} at ${at}.` };
}

const later = (a: string, b: string): string => (a > b ? a : b);

function endOfEpisode(kind: EndState, updates: readonly Update[], index: number): number {
  let end = index;
  while (updates[end + 1] && [kind, null].includes(updates[end + 1]!.status.state as EndState | null)) end++;
  return end;
}

/** Whether another ending of the kind begins there: the state is reached again, or a reopening was counted in it. */
function leadsTo(kind: EndState, updates: readonly Update[], index: number, update: Update): boolean {
  if (update.status.state !== kind) return false;
  const before = updates[index - 1]!;
  if (before.status.state === kind || before.status.state === null) {
    return kind === 'resolved' && (update.reopenCount ?? 0) > (before.reopenCount ?? 0);
  }
  return true;
}
