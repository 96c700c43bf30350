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
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { secure } from './answers/security-headers';
import type { GatewayOptions } from './gateway-options';
import { gatewayPlugin, toldProblem } from './gateway-plugin';
import { sendProblem } from './problems/send-problem';
import { rememberRoutes } from './routes/remember-routes';
import type { MethodAndPath } from './routes/route-path';
import { unknownRoute } from './routes/unknown-route';

const GATEWAY_OPTIONS = Symbol('GatewayOptions');
/** Filled while routes are registered. */
const ROUTES = Symbol('Routes');

/** What no route takes is told as a problem, too. */
@Catch()
class UnknownRoutes implements ExceptionFilter {
  constructor(
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
    @Inject(ROUTES) private readonly routes: readonly MethodAndPath[],
  ) {}

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
 * request passes one pipeline and no other. Services are reached through `options.services` alone; they must stop
 * after the HTTP server (`onApplicationShutdown`), so that what is in flight is finished.
 *
 * @example
 * const app = await NestFactory.create(GatewayModule.forRoot({ services, contracts, … }), gatewayAdapter());
 * await app.listen(3000);
 */
@Module({})
export class GatewayModule implements OnModuleInit {
  static forRoot(options: GatewayOptions): DynamicModule {
    const routes: MethodAndPath[] = [];
    return {
      module: GatewayModule,
      providers: [
        { provide: GATEWAY_OPTIONS, useValue: options },
        { provide: ROUTES, useValue: routes },
        { provide: APP_FILTER, useClass: UnknownRoutes },
      ],
    };
  }

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(GATEWAY_OPTIONS) private readonly options: GatewayOptions,
    @Inject(ROUTES) private readonly routes: MethodAndPath[],
  ) {}

  async onModuleInit(): Promise<void> {
    const app = this.host.httpAdapter.getInstance() as unknown as FastifyInstance;
    app.addHook('onSend', (_request, reply, payload, done) => {
      secure(reply);
      done(null, payload);
    });
    rememberRoutes(app, this.routes);
    await app.register((scope) => gatewayPlugin(scope, this.options));
  }
}
