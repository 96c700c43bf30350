import {
  Catch,
  Inject,
  Module,
  type ArgumentsHost,
  type DynamicModule,
  type ExceptionFilter,
  type OnModuleInit,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_LIMIT, type GatewayOptions } from './gateway-options';
import { gatewayPlugin, newRequestId, routesOf, toldProblem } from './gateway-plugin';
import { sendProblem } from './problems/send-problem';
import type { MethodAndPath } from './routes/route-path';
import { unknownRoute } from './routes/unknown-route';

const GATEWAY_OPTIONS = Symbol('GatewayOptions');

/** The Fastify under Nest, with limits on what a client may send and how long it may take. */
export const gatewayAdapter = (): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: newRequestId,
    logger: false,
    forceCloseConnections: 'idle',
  });

/** What no route takes is told as a problem, too. */
@Catch()
class UnknownRoutes implements ExceptionFilter {
  private readonly routes: readonly MethodAndPath[];

  constructor(@Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions) {
    this.routes = routesOf(options);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = (error as { status?: number }).status;
    const problem =
      status === 404
        ? unknownRoute(request.method, request.url, this.routes)
        : toldProblem(error, request, this.options);
    void sendProblem(reply, problem);
  }
}

/**
 * The public door. Needs a Nest application on `gatewayAdapter()`; contract routes run on Fastify directly, so that a
 * request passes one pipeline and no other.
 */
@Module({})
export class GatewayModule implements OnModuleInit {
  static forRoot(options: GatewayOptions): DynamicModule {
    return {
      module: GatewayModule,
      providers: [
        { provide: GATEWAY_OPTIONS, useValue: options },
        { provide: APP_FILTER, useClass: UnknownRoutes },
      ],
    };
  }

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
  ) {}

  async onModuleInit(): Promise<void> {
    const app = this.host.httpAdapter.getInstance() as unknown as FastifyInstance;
    await app.register((scope) => gatewayPlugin(scope, this.options));
  }
}
