import {
  IdempotencyKeyReused,
  Overloaded,
  RecordExists,
  RecordNotFound,
  Refusal,
  VersionMismatch,
} from '@opsledger/event-sourcing';
import { EventIdTaken, StoreOverloaded, StoreUnavailable, UnacceptableEvent } from '@opsledger/event-store';
import { isDatabaseUnavailable, isStatementTimeout, lackOfDatabase } from '../database/database-errors';
import type { ProblemKind } from '../service/service-definition';
import { Problem } from '../rpc/problem';
import { OUTCOME_UNKNOWN, SIMPLY_AGAIN, notFound, unavailable } from './problems';

/**
 * What anything thrown while a message is carried out means to the caller. Unknown errors tell nothing of the inside.
 *
 * @param kinds how the service tells its refusals
 * @param asked a query has recorded nothing whatever became of it; of a command that is not always known
 */
export function toProblem(
  error: unknown,
  kinds: Readonly<Record<string, ProblemKind>>,
  asked: 'command' | 'query',
): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RecordNotFound) return notFound(error.detail);
  if (error instanceof Refusal) return refused(error, kinds);
  if (error instanceof RecordExists) return new Problem(409, 'record-exists', 'Record exists already', error.message);
  if (error instanceof VersionMismatch)
    return new Problem(412, 'version-mismatch', 'Record has changed', error.message, { currentVersion: error.actual });
  if (error instanceof IdempotencyKeyReused)
    return new Problem(422, 'idempotency-key-reused', 'Idempotency-Key was used before', error.message);
  if (error instanceof EventIdTaken) return new Problem(409, 'event-id-taken', 'Fact recorded before', error.message);
  if (error instanceof UnacceptableEvent)
    return new Problem(422, 'unacceptable-event', 'Cannot be recorded', error.message);
  if (error instanceof Overloaded || error instanceof StoreOverloaded)
    return unavailable('overloaded', 'Too much work is waiting', error.message);
  const lack = lackOfDatabase(error);
  if (lack) return unavailable('database-full', 'The database has no room', `${lack} Then send it again.`, 10);
  if (error instanceof StoreUnavailable)
    return unavailable(
      'log-unavailable',
      'The log cannot be reached',
      asked === 'command' ? OUTCOME_UNKNOWN : SIMPLY_AGAIN,
      2,
    );
  if (isStatementTimeout(error))
    return unavailable('query-too-slow', 'The query took too long', 'Ask for less at once, or try again later.', 5);
  if (isDatabaseUnavailable(error))
    return unavailable('database-unavailable', 'The database cannot be reached', SIMPLY_AGAIN, 2);
  return new Problem(
    500,
    'unexpected',
    'Unexpected error',
    'Something failed that should not. The log of the server says what.',
  );
}

function refused(refusal: Refusal, kinds: Readonly<Record<string, ProblemKind>>): Problem {
  const kind = Object.hasOwn(kinds, refusal.code) ? kinds[refusal.code] : undefined;
  return new Problem(kind?.status ?? 409, refusal.code, kind?.title ?? 'Refused', refusal.detail, refusal.facts);
}
