import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { InProcessServices } from '../rpc/in-process-services';
import type { Infrastructure } from '../service/infrastructure';
import type { ServiceRuntime } from '../service/service-runtime';

/** Injects the `Infrastructure` of the process. */
export const INFRASTRUCTURE = Symbol('Infrastructure');

/** Injects the `InProcessServices<ServiceRuntime>` that run in this process. */
export const HOSTED_SERVICES = Symbol('HostedServices');
const CLOSE = Symbol('Close');

/** What a process hosts its services with. */
export interface Hosting {
  readonly infrastructure: Infrastructure;
  readonly hosted: InProcessServices<ServiceRuntime>;
  /** Closes what the infrastructure opened, after the last service has stopped. */
  readonly close?: () => Promise<void>;
}

/**
 * What all services of the process stand on. Starts them when all are wired, and stops them when the
 * process has stopped taking requests.
 */
@Module({})
export class InfrastructureModule implements OnApplicationBootstrap, OnApplicationShutdown {
  static forRoot({ infrastructure, hosted, close = async () => undefined }: Hosting): DynamicModule {
    return {
      module: InfrastructureModule,
      global: true,
      providers: [
        { provide: INFRASTRUCTURE, useValue: infrastructure },
        { provide: HOSTED_SERVICES, useValue: hosted },
        { provide: CLOSE, useValue: close },
      ],
      exports: [INFRASTRUCTURE, HOSTED_SERVICES],
    };
  }

  constructor(
    @Inject(INFRASTRUCTURE) private readonly infrastructure: Infrastructure,
    @Inject(HOSTED_SERVICES) private readonly hosted: InProcessServices<ServiceRuntime>,
    @Inject(CLOSE) private readonly close: () => Promise<void>,
  ) {}

  /** Every service can be asked before any process gives its first order. */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.hosted.all.map((service) => service.startProjections()));
    await Promise.all(this.hosted.all.map((service) => service.startProcesses()));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stopAll('processes', (service) => service.stopProcesses());
    await this.stopAll('service', (service) => service.stop());
    await this.close();
  }

  /** One that fails keeps none of the others from being stopped. */
  private async stopAll(what: string, stop: (service: ServiceRuntime) => Promise<void>): Promise<void> {
    const { logger } = this.infrastructure;
    const stopOne = (service: ServiceRuntime): Promise<void> =>
      stop(service).catch((err: unknown) => logger.error({ err, service: service.name }, `${what} did not stop`));
    await Promise.all(this.hosted.all.map(stopOne));
  }
}
