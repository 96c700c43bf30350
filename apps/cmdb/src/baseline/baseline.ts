import type { BaselineEvent, CommandOf, NameBaseline } from '@opsledger/contracts';
import { aggregate, utcMilliseconds } from '@opsledger/event-sourcing';
import { instantAhead } from '../item/item.errors';

function nameBaseline({
  data: { name, at, filter = {}, note },
  now,
  lookups: { number },
}: CommandOf<typeof NameBaseline, { readonly number: string }>): BaselineEvent[] {
  const instant = at === undefined ? now : utcMilliseconds(at);
  if (instant > now) throw instantAhead(name, instant);
  return [{ type: 'BaselineNamed', data: { keys: { number }, name, at: instant, filter, note: note ?? null } }];
}

/** A named instant: what was there then is in the log, nothing is copied. */
export const baseline = aggregate<{ readonly number?: string }, BaselineEvent>({
  category: 'baseline',
  initial: {},
  evolve: (_, { data }) => ({ number: data.keys.number }),
  decisions: { NameBaseline: nameBaseline },
});
