import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { DeactivatePerson, RevokeAccessToken } from '@opsledger/contracts';
import type { EventSource } from '@opsledger/event-bus';
import { Attempts } from '@opsledger/event-sourcing';
import type { Position } from '@opsledger/event-store';
import type { Logger, Services } from '@opsledger/service-kit';
import { KNOWN_FOR } from './authenticator';

/** Told the id of the person or token whose record has changed. */
type Forget = (recordId: string) => void;

const CATEGORIES: readonly (string | undefined)[] = [RevokeAccessToken.category, DeactivatePerson.category];

/** Whether a command or a fact concerns the records that say whom a token lets in: tokens, and the people who hold them. */
export const decidesAccess = ({ category }: { readonly category?: string }): boolean => CATEGORIES.includes(category);

/** The same services; what a command carried here changes about access holds from its answer on, or from its failure. */
export const heedingAccess = (services: Services, forget: Forget): Services => ({
  query: (message) => services.query(message),
  async command(message) {
    try {
      return await services.command(message);
    } finally {
      if (message.id !== undefined && decidesAccess(message)) forget(message.id);
    }
  },
});

const PAGE = 1_000;
const RETRY_MS = 1_000;
const BLIND =
  'The log cannot be read: what others change about access, such as a revocation, ' +
  `is noticed after up to ${KNOWN_FOR / 1_000} s until it can`;

/** Heeds what other gateways, and services by themselves, change about access, as the log tells it; until the signal. */
export async function followAccess(
  events: EventSource,
  forget: Forget,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): Promise<void> {
  const reads = new Attempts(logger, {}, BLIND);
  let after: Position | undefined;
  const heed = async (): Promise<void> => {
    after ??= await events.head();
    const page = await events.read(after, PAGE, signal);
    for (const event of page) if (decidesAccess(event)) forget(event.subject);
    after = page.at(-1)?.position ?? after;
    // A source that has nothing to say any more answers at once; others need their turn all the same.
    if (page.length === 0) await nextTurn();
  };
  while (!signal.aborted)
    // Until the log can be read again, what is remembered ends by its time.
    if (!(await reads.make(heed, signal)))
      await delay(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
}
