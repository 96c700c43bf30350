import type { Role } from '@opsledger/contracts';
import { Attempts } from '@opsledger/event-sourcing';
import type { Logger } from '@opsledger/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Authenticator } from '../authentication/authenticator';

const UNCHECKED = 'Whether those who read feeds still may cannot be checked; they read on until it can';

/** Answers whether whoever sent a request may read on; a directory that cannot be asked takes that from nobody. */
export function readingOn(
  authenticator: Pick<Authenticator, 'isStillGood'>,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): (request: FastifyRequest, roles: readonly Role[]) => Promise<boolean> {
  const checks = new Attempts(logger, {}, UNCHECKED);
  return async ({ headers }, roles) => {
    let isGood = true;
    await checks.make(async () => (isGood = await authenticator.isStillGood(headers.authorization, roles)), signal);
    return isGood;
  };
}
