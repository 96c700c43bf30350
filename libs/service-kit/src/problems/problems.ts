import type { Violation } from '../validation/schema-validator';
import { Problem } from '../rpc/problem';

/** Problems that are the same in every service. */

/** The caller may simply try again; the gateway turns `retryAfter` (seconds) into the header. */
export const unavailable = (code: string, title: string, detail: string, retryAfter = 1, facts: object = {}): Problem =>
  new Problem(503, code, title, detail, { ...facts, retryAfter });

/** For a command that was sent and of which nothing was heard again. */
export const OUTCOME_UNKNOWN =
  'Whether the command was recorded is not known. Send it again with the same Idempotency-Key, or read the record first.';

/** For what recorded nothing. */
export const SIMPLY_AGAIN = 'Try again in a moment.';

/**
 * 400: what is wrong with a request, each violation with its place. `subject`: what does not fit, e.g. the command.
 */
export const invalid = (subject: string, violations: readonly Violation[]): Problem =>
  new Problem(
    400,
    'invalid-request',
    'Request does not fit its schema',
    `${subject}: ${violations.map(({ path, message }) => `${path || 'the whole'} ${message}`).join('; ')}.`,
    { violations },
  );

/** 404. `detail` names the record that is not there, or not there for whoever asks. */
export const notFound = (detail: string): Problem => new Problem(404, 'not-found', 'Record not found', detail);
