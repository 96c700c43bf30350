import type { FastifyRequest } from 'fastify';

/**
 * Scheme and host by which the sender of a request reaches the gateway, if the request tells. Where TLS ends before the
 * gateway, what ends it says so. Only ever told to that sender, so nobody is misled by what it says of itself.
 */
export function originOf({ headers, protocol, host }: FastifyRequest): string | undefined {
  // Of several proxies the first is the one that the sender speaks to.
  const [outermost] = String(headers['x-forwarded-proto'] ?? '').split(',');
  const scheme = outermost?.trim() === 'https' ? 'https' : protocol;
  const text = `${scheme}://${host}`;
  return host && URL.canParse(text) ? new URL(text).origin : undefined;
}
