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
    @Inject(HOSTED_SERVICES) private readonly hosted: InProcessServices<ServiceRuntime>,
    @Inject(CLOSE) private readonly close: () => Promise<void>,
  ) {}

  /** Every service can be asked before any process gives its first order. */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.hosted.all.map((service) => service.startProjections()));
    await Promise.all(this.hosted.all.map((service) => service.startProcesses()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.hosted.all.map((service) => service.stopProcesses()));
    await Promise.allSettled(this.hosted.all.map((service) => service.stop()));
    await this.close();
  }
}
