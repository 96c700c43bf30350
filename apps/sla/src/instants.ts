/** An instant as facts and answers tell it. */
export const text = (at: number): string => new Date(at).toISOString();

export const maybeText = (at: number | null): string | null => (at === null ? null : text(at));
