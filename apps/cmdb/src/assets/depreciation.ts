/** What something was bought for, and over how many months it loses its value down to what is left in the end. */
interface Purchase {
  readonly cost: number;
  /** Calendar date. */
  readonly date: string;
  readonly months: number;
  readonly salvage: number;
}

/** Straight line by the day: from the cost on the day of purchase to the salvage value after so many months. */
export function bookValue({ cost, date, months, salvage }: Purchase, on: string): number {
  const floor = Math.min(salvage, cost);
  const from = Date.parse(`${date}T00:00:00.000Z`);
  const share = (Date.parse(on) - from) / (monthsAfter(date, months) - from);
  const lost = (cost - floor) * Math.min(1, Math.max(0, share));
  return Math.round((cost - lost) * 100) / 100;
}

/** The 31st of a month that has none is its last day. */
function monthsAfter(date: string, months: number): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return Date.UTC(year, month - 1 + months, Math.min(day, last));
}
