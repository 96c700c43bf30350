const HOUR_MS = 3_600_000;

export const hoursBefore = (instant: string, hours: number): string => hoursAfter(instant, -hours);

export const hoursAfter = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR_MS).toISOString();
