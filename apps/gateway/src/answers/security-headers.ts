import type { FastifyReply } from 'fastify';

/**
 * On every answer. They are for browsers that open an answer as a page: nothing in it runs, is framed, or is kept.
 * Whether only HTTPS may be used is for whoever ends TLS in front of this server to say.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

const ENTRIES = Object.entries(SECURITY_HEADERS);

/** Adds those that the route has not set to something of its own. */
export function secure(reply: FastifyReply): FastifyReply {
  for (const [name, value] of ENTRIES) if (!reply.hasHeader(name)) void reply.header(name, value);
  return reply;
}
