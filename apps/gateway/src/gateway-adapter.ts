import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { secure } from './answers/security-headers';
import { BODY_LIMIT } from './gateway-options';
import { answerBrokenHttp } from './problems/broken-http';
import { problemOf } from './problems/problem-of';
import { sendProblem } from './problems/send-problem';
import { acceptJson } from './requests/json-body';

/** Every request passes the gateway's own pipeline: none of Nest's body parsers, none of its middleware. */
class GatewayAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {}
}

/** The Fastify under Nest, with limits on what a client may send and how long it may take over it. */
export function gatewayAdapter(): FastifyAdapter {
  const adapter = new GatewayAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    genReqId: () => randomUUID(),
    logger: false,
    forceCloseConnections: 'idle',
    // What comes while the server stops is told so as a problem, by the guard.
    return503OnClosing: false,
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(secure(reply), problemOf(error)),
    clientErrorHandler: answerBrokenHttp,
    skipMiddie: true,
  });
  acceptJson(adapter.getInstance() as unknown as FastifyInstance);
  return adapter;
}
