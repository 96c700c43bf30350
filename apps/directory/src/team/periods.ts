import type { MembershipPeriod } from '@opsledger/contracts';
import { emptyPeriod } from './team.errors';

/** Periods are half open, `[from, to)`; instants are written alike, so they compare as text. */

/** The one way an instant is written in the log. */
export const instant = (text: string): string => new Date(text).toISOString();

/** @throws Refusal `empty-period` */
export function period(from: string, to: string | null | undefined): MembershipPeriod {
  const written = { from: instant(from), to: to ? instant(to) : null };
  if (written.to !== null && written.to <= written.from) throw emptyPeriod(written.from, written.to);
  return written;
}

export const includes = ({ from, to }: MembershipPeriod, at: string): boolean => from <= at && (to === null || at < to);

export const covers = (outer: MembershipPeriod, inner: MembershipPeriod): boolean =>
  outer.from <= inner.from && (outer.to === null || (inner.to !== null && inner.to <= outer.to));

export const overlap = (one: MembershipPeriod, other: MembershipPeriod): boolean =>
  (other.to === null || one.from < other.to) && (one.to === null || other.from < one.to);

export const equal = (one: MembershipPeriod, other: MembershipPeriod): boolean =>
  one.from === other.from && one.to === other.to;

export const earlier = (one: string, other: string): string => (one < other ? one : other);
