import type { Log } from '@opsledger/event-sourcing';

const EVERY_MS = 60_000;
/** What was not met again for so long is forgotten. */
const KEPT_MS = 10 * EVERY_MS;

/** Warnings of what fails again and again while something is away: told at once, then once a minute. An outage may take hours. */
export interface Seldom {
  /** Of the same, and for the same reason (`err`); then says how often it was left out. */
  readonly warn: Log['warn'];
  /** All is well again: the next time is news. */
  forget(): void;
}

/** Warnings into that log, once a minute each. */
export function seldom(log: Log, now: () => number = () => performance.now()): Seldom {
  const told = new Map<string, { readonly at: number; leftOut: number }>();
  return {
    warn: (fields, message) => {
      const { err } = fields as { readonly err?: { readonly message?: string } };
      const what = err ? `${message} ${err.message}` : message;
      const last = told.get(what);
      if (last && now() - last.at < EVERY_MS) {
        last.leftOut++;
        return;
      }
      for (const [text, { at }] of told) if (now() - at >= KEPT_MS) told.delete(text);
      told.set(what, { at: now(), leftOut: 0 });
      log.warn(last?.leftOut ? { ...fields, leftOut: last.leftOut } : fields, message);
    },
    forget: () => told.clear(),
  };
}
