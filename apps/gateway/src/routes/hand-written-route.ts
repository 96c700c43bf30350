import type { Role, Route } from '@opsledger/contracts';
import type { TObject } from '@sinclair/typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { payloadCheck } from '../requests/payload';
import { requireStorable } from '../requests/unstorable';
import type { Handle, RouteKind } from './guard';

/** A route that no contract describes: operations and feeds. It is guarded, checked and documented all the same. */
export interface HandWrittenRoute extends RouteKind {
  /** What the reference calls it. */
  readonly name: string;
  readonly route: Route;
  readonly summary: string;
  readonly description?: string;
  /** Any of these may use it; `admin` always may. */
  readonly roles: readonly Role[];
  /** Query-string parameters; absent: none. */
  readonly params?: TObject;
  /** Fields of the body; absent: none. */
  readonly payload?: TObject;
  readonly answer: { readonly status: 200 | 202; readonly description: string; readonly types: readonly string[] };
  /** @param input parameters and fields together, as their schemas have them */
  handle(input: object, request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

export function handWritten(route: HandWrittenRoute): Handle {
  const { name, params, payload } = route;
  const checkParams = params && payloadCheck(name, params, 'coercing');
  const checkPayload = payload && payloadCheck(name, payload, 'strict');
  return (request, reply) => {
    const asked = { ...(request.query as object) };
    const sent = request.body === undefined ? {} : (request.body as object);
    requireStorable({ ...asked, ...(request.params as object) });
    checkParams?.(asked);
    checkPayload?.(sent);
    return route.handle({ ...asked, ...sent, ...(request.params as object) }, request, reply);
  };
}
