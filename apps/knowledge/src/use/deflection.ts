const WINDOW_MS = 24 * 3_600_000;

/** When it is known of a view whether it spared an incident: its reader reported none until then. */
export const settledAt = (viewedAt: string): string => new Date(Date.parse(viewedAt) + WINDOW_MS).toISOString();
