import type { Log } from '@opsledger/event-sourcing';

const EVERY_MS = 60_000;

/** Warns of the same once a minute, and then says how often it was left out in between: an outage may take hours. */
export function seldom(log: Log, now: () => number = () => performance.now()): Log['warn'] {
  const told = new Map<string, { readonly at: number; leftOut: number }>();
  return (fields, message) => {
    const last = told.get(message);
    if (last && now() - last.at < EVERY_MS) {
      last.leftOut++;
      return;
    }
    for (const [text, { at, leftOut }] of told) if (leftOut === 0 && now() - at >= EVERY_MS) told.delete(text);
    told.set(message, { at: now(), leftOut: 0 });
    log.warn(last?.leftOut ? { ...fields, leftOut: last.leftOut } : fields, message);
  };
}
