import { Readable } from 'node:stream';
import type { QueryContract } from '@opsledger/contracts';
import { Problem } from '@opsledger/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wants, type OtherFormat } from '../answers/answer-format';
import { csvOf } from '../answers/csv';
import { endOfTurn } from '../answers/end-of-turn';
import { icalendarOf, type CalendarAnswer } from '../answers/icalendar';
import { jsonAnswer } from '../answers/json-answer';
import type { GatewayOptions } from '../gateway-options';
import { position } from '../requests/headers';
import { payloadCheck } from '../requests/payload';
import { requireStorable } from '../requests/unstorable';
import type { Handle } from './guard';

/** Carries a question to the service that answers it. One that is too long for an address is asked in a body: `POST`. */
export function queryRoute(contract: QueryContract, { services }: Pick<GatewayOptions, 'services'>): Handle {
  const { service, name: type, params: schema, versioned, csv, calendar } = contract;
  const other: OtherFormat | undefined = csv ? 'csv' : calendar ? 'ics' : undefined;
  const inBody = contract.route?.startsWith('POST ') === true;
  const check = payloadCheck(type, schema, inBody ? 'strict' : 'coercing');
  const columns = csv ? csvColumns(contract) : [];

  return async (request, reply, session) => {
    const asked = inBody ? bodyOf(request, type) : (request.query as object);
    const params: Record<string, unknown> = { ...asked, ...(request.params as object) };
    const asOther = other !== undefined && wants(other, params.format, request.headers.accept);
    if (other) delete params.format;
    requireStorable(params);
    check(params);
    const result = await services.query({
      service,
      type,
      params,
      actor: session.actor,
      roles: session.roles,
      correlationId: request.id,
      position: position(request),
      passedOn: true,
    });
    if (asOther && other === 'ics') return sendCalendar(reply, icalendarOf(result as CalendarAnswer), type);
    if (asOther) return sendCsv(reply, csvOf((result as { rows: readonly object[] }).rows, columns), type);
    if (versioned && isUnchanged(request, reply, result as { version?: number })) return reply.code(304).send();
    linkNextPage(request, reply, result);
    if (other) void reply.header('vary', 'accept');
    const answer = jsonAnswer(result);
    // All large ones of a turn would be in memory together.
    if (typeof answer === 'string') await endOfTurn();
    return reply.header('content-type', 'application/json; charset=utf-8').send(answer);
  };
}

function bodyOf({ body }: FastifyRequest, type: string): object {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new Problem(
    400,
    'invalid-payload',
    'Payload does not fit its schema',
    `The body of ${type}: it must be an object with fields.`,
  );
}

/** What a table without rows is headed with. */
function csvColumns({ result }: QueryContract): readonly string[] {
  const { properties } = result as { properties?: { rows?: { items?: { properties?: object } } } };
  return Object.keys(properties?.rows?.items?.properties ?? {});
}

const sendCsv = (reply: FastifyReply, pieces: Iterable<string>, name: string): FastifyReply =>
  reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('vary', 'accept')
    .send(Readable.from(pieces, { objectMode: false }));

const sendCalendar = (reply: FastifyReply, text: string, name: string): FastifyReply =>
  reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.ics"`)
    .header('vary', 'accept')
    .send(text);

/** Sets the ETag; says whether the client has that very version already. */
function isUnchanged(request: FastifyRequest, reply: FastifyReply, { version }: { version?: number }): boolean {
  if (version === undefined) return false;
  const tag = `"${version}"`;
  void reply.header('etag', tag);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  return known.trim() === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

function linkNextPage(request: FastifyRequest, reply: FastifyReply, result: unknown): void {
  const next = (result as { next?: unknown } | null)?.next;
  if (typeof next !== 'string') return;
  const url = new URL(request.url, 'http://gateway');
  url.searchParams.set('after', next);
  void reply.header('link', `<${url.pathname}${url.search}>; rel="next"`);
}
