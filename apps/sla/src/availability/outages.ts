import type { BusinessCalendar } from '@opsledger/business-time';
import type { AvailabilityCommitment, Reference } from '@opsledger/contracts';
import type { Fact } from '../clock/clock';
import { isMet } from '../policy/condition';

/** Epoch milliseconds, the end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A record that may have taken a service down. */
export interface Suspect {
  readonly record: Reference;
  readonly facts: readonly Fact[];
}

/** A time without the service, and the records it was down for. */
interface Outage extends Span {
  readonly records: readonly Reference[];
}

type Down = Pick<AvailabilityCommitment, 'serviceId' | 'downWhen'>;

/** When a service was down within a span: what overlaps or adjoins is one outage. */
export function outagesOf(suspects: readonly Suspect[], down: Down, within: Span): readonly Outage[] {
  const found = suspects.flatMap(({ record, facts }) =>
    spansOf(facts, down, within).map((span) => ({ ...span, records: [record] })),
  );
  return found.sort((one, other) => one.from - other.from || one.to - other.to).reduce<Outage[]>(joined, []);
}

function spansOf(facts: readonly Fact[], { serviceId, downWhen }: Down, within: Span): readonly Span[] {
  const inOrder = [...facts].sort((one, other) => one.at - other.at);
  return inOrder.flatMap(({ at, fields }, index) => {
    const from = Math.max(at, within.from);
    const to = Math.min(inOrder[index + 1]?.at ?? Infinity, within.to);
    return from < to && fields.service === serviceId && isMet(downWhen, fields) ? [{ from, to }] : [];
  });
}

function joined(outages: Outage[], next: Outage): Outage[] {
  const last = outages.at(-1);
  if (!last || last.to < next.from) return [...outages, next];
  const records = [...last.records, ...next.records.filter(({ id }) => !last.records.some((one) => one.id === id))];
  return [...outages.slice(0, -1), { from: last.from, to: Math.max(last.to, next.to), records }];
}

interface Figures {
  readonly committedMs: number;
  readonly downMs: number;
  readonly availabilityPercent: number | null;
  readonly budgetMs: number;
  readonly budgetLeftMs: number;
}

/**
 * Availability of a month, (committed − down) ÷ committed, of the hours that are over; the error budget is that of the
 * whole month.
 *
 * @param now epoch milliseconds
 */
export function figuresOf(
  outages: readonly Span[],
  calendar: BusinessCalendar,
  objectivePercent: number,
  month: Span,
  now: number,
): Figures {
  const committedMs = calendar.elapsed(month.from, Math.min(month.to, now));
  const downMs = outages.reduce((sum, { from, to }) => sum + calendar.elapsed(from, to), 0);
  // Rounded: the share of a percentage is seldom a whole number of milliseconds.
  const budgetMs = Math.round(calendar.elapsed(month.from, month.to) * (1 - objectivePercent / 100));
  return {
    committedMs,
    downMs,
    availabilityPercent: committedMs === 0 ? null : ((committedMs - downMs) / committedMs) * 100,
    budgetMs,
    budgetLeftMs: budgetMs - downMs,
  };
}
