import type { QueryContract } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvOf } from '../answers/csv';
import { requireRole, type Session } from '../authentication/session';
import type { GatewayOptions } from '../gateway-options';
import { position } from '../requests/headers';
import { unstorable } from '../requests/json-body';
import { payloadCheck } from '../requests/payload';
import { findUnstorable } from '../requests/unstorable';

interface Versioned {
  readonly version?: number;
}

/** Carries a question to the service that answers it. */
export function queryRoute(contract: QueryContract, { services }: GatewayOptions) {
  const { service, name: type, roles, params: schema, versioned, csv } = contract;
  const check = payloadCheck(type, schema, 'coercing');

  return async (request: FastifyRequest, reply: FastifyReply, session: Session): Promise<FastifyReply> => {
    requireRole(session, roles);
    const { format, ...query } = request.query as Record<string, unknown>;
    const asCsv = csv === true && wantsCsv(request, format);
    const params: Record<string, unknown> = {
      ...(csv ? query : (request.query as object)),
      ...(request.params as object),
    };
    const pointer = findUnstorable(params);
    if (pointer !== undefined) throw unstorable(pointer);
    check(params);
    const result = await services.query({
      service,
      type,
      params,
      actor: session.actor,
      roles: session.roles,
      position: position(request),
    });
    if (asCsv) return sendCsv(reply, result as { rows: readonly object[] }, type);
    if (versioned && unchanged(request, reply, result as Versioned)) return reply.code(304).send();
    linkNextPage(request, reply, result);
    return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(result));
  };
}

function wantsCsv(request: FastifyRequest, format: unknown): boolean {
  if (format === 'csv') return true;
  if (format !== undefined && format !== 'json')
    throw new Problem(400, 'invalid-parameters', 'Unknown format', 'format must be json or csv.');
  return format === undefined && /\btext\/csv\b/.test(request.headers.accept ?? '');
}

function sendCsv(reply: FastifyReply, { rows }: { rows: readonly object[] }, name: string): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(csvOf(rows));
}

/** Sets the ETag; says whether the client has that very version already. */
function unchanged(request: FastifyRequest, reply: FastifyReply, { version }: Versioned): boolean {
  if (version === undefined) return false;
  const tag = `"${version}"`;
  void reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  return known !== undefined && known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

function linkNextPage(request: FastifyRequest, reply: FastifyReply, result: unknown): void {
  const next = (result as { next?: unknown } | null)?.next;
  if (typeof next !== 'string') return;
  const url = new URL(request.url, 'http://gateway');
  url.searchParams.set('after', next);
  void reply.header('link', `<${url.pathname}${url.search}>; rel="next"`);
}
