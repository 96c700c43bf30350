import { createHash } from 'node:crypto';
import { Instant } from '@opsledger/contracts';
import { Problem, schemaValidator } from '@opsledger/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Session } from '../authentication/session';
import { canonicalJson } from './canonical-json';

const badHeader = (header: string, advice: string): Problem =>
  new Problem(400, 'bad-header', 'Header cannot be read', `${header}: ${advice}`);

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** `If-Match: "3"` → 3; `*` asks for no version in particular. */
export function expectedVersion(request: FastifyRequest): number | undefined {
  const value = headerOf(request, 'if-match')?.trim();
  if (value === undefined || value === '*') return undefined;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(value)?.[1];
  if (version === undefined) throw badHeader('If-Match', 'send the ETag of the record as you read it, e.g. "3".');
  return Number(version);
}

/** `Opsledger-Position` of an earlier answer: the query sees at least what was there then. */
export function position(request: FastifyRequest): string | undefined {
  const value = headerOf(request, 'opsledger-position')?.trim();
  if (value === undefined || value === '') return undefined;
  if (!/^\d{16}$/.test(value))
    throw badHeader('Opsledger-Position', 'send it as an earlier answer gave it, or not at all.');
  return value;
}

/**
 * `Idempotency-Key` and a digest of what was asked, by which another request under the same key is told apart.
 * The digest covers method, address and body; in which order a body's fields were written makes no other request.
 */
export function idempotency(request: FastifyRequest): { key: string; digest: string } | undefined {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(key) || key.trim() === '')
    throw badHeader('Idempotency-Key', 'use 1 to 255 printable ASCII characters, e.g. a UUID.');
  const digest = createHash('sha256')
    .update(`${request.method} ${request.url}\n${canonicalJson(request.body ?? {})}`)
    .digest('hex');
  return { key, digest };
}

const violationsOfInstant = schemaValidator(Instant());

/** When it happened: now, unless an administrator records history late with `Opsledger-Occurred-At`. */
export function occurredAt(request: FastifyRequest, session: Session, clock: () => Date): string {
  const now = clock();
  const value = headerOf(request, 'opsledger-occurred-at');
  if (value === undefined) return now.toISOString();
  if (!session.isAdmin)
    throw new Problem(403, 'history-needs-admin', 'Not allowed', 'Only an admin may send Opsledger-Occurred-At.');
  const [fault] = violationsOfInstant(value);
  if (fault) throw badHeader('Opsledger-Occurred-At', `it ${fault.message}.`);
  const instant = new Date(value);
  if (instant > now)
    throw badHeader(
      'Opsledger-Occurred-At',
      `${value} lies ahead (it is ${now.toISOString()} here); send an instant that has passed, or leave the header out for now.`,
    );
  return instant.toISOString();
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Ties together everything one request sets in motion: the client's own id, its trace's, or else the request's, which
 * problems are told with and logs are found by.
 */
export function tracing(request: FastifyRequest): { correlationId: string; traceparent?: string } {
  const header = headerOf(request, 'traceparent');
  const trace = header === undefined ? null : TRACEPARENT.exec(header);
  const own = headerOf(request, 'opsledger-correlation-id');
  if (own !== undefined && !/^[\w.:-]{1,100}$/.test(own))
    throw badHeader('Opsledger-Correlation-Id', 'use 1 to 100 letters, digits, dots, colons, dashes or underscores.');
  return { correlationId: own ?? trace?.[1] ?? request.id, ...(trace && { traceparent: header }) };
}
