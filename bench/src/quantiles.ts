/** The figure that a share of all figures is below: 0.5 is the median, 1 the highest; NaN where there are none. */
export function quantilesOf(figures: readonly number[]): (share: number) => number {
  const ascending = [...figures].sort((one, other) => one - other);
  return (share) => ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN;
}
