import type { Logger } from '../logging/logger';

/** Within this time connections are lost by the same event, as when their server is started anew. */
const TOGETHER_MS = 1_000;

/** Tells of idle connections that are lost at the same time in one line, with how many there were and why the first was. */
export function lostTogether(log: Pick<Logger, 'warn'>): (error: Error) => void {
  let connections = 0;
  return ({ message }) => {
    connections += 1;
    if (connections > 1) return;
    setTimeout(() => {
      // The message alone is logged: pg hangs the whole client on the error.
      log.warn({ reason: message, connections }, 'idle database connections lost');
      connections = 0;
    }, TOGETHER_MS).unref();
  };
}
