import type { Problem } from '@opsledger/service-kit';
import type { FastifyReply } from 'fastify';

/** Problem types are names, not addresses: they need no host and never move. */
const typeOf = (code: string): string => `urn:opsledger:problem:${code}`;

/** RFC 9457. `retryAfter` (seconds) among the extensions becomes the header as well. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, code, title, detail, extensions } = problem;
  const { retryAfter, violations, allow, ...rest } = extensions as {
    retryAfter?: number;
    violations?: readonly { path: string; message: string }[];
    allow?: string;
  };
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (allow !== undefined) void reply.header('allow', allow);
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="opsledger"');
  const errors = violations?.map(({ path, message }) => ({ pointer: path, message }));
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        ...rest,
        type: typeOf(code),
        title,
        status,
        detail,
        instance: `urn:opsledger:request:${reply.request.id}`,
        ...(errors && { errors }),
      }),
    );
}
