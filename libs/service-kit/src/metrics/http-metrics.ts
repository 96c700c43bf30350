import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics';

const FEED = /^text\/event-stream/;

/**
 * Measures every request that a server answers, by method and status; before its routes are made. A feed is not: it
 * ends when its reader has had enough.
 */
export function measureHttp(app: Pick<FastifyInstance, 'addHook'>, metrics: Metrics): void {
  const requests = metrics.timer('opsledger_http_request_duration_seconds', 'Time to answer a request over HTTP', [
    'method',
    'status',
  ]);
  app.addHook('onResponse', (request, reply, done) => {
    if (!FEED.test(String(reply.getHeader('content-type'))))
      requests(reply.elapsedTime / 1000, request.method, String(reply.statusCode));
    done();
  });
}
