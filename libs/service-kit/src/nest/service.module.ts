import { Module, type DynamicModule } from '@nestjs/common';
import type { ServiceContracts } from '@opsledger/contracts';
import type { InProcessServices } from '../rpc/in-process-services';
import type { Infrastructure } from '../service/infrastructure';
import type { ServiceDefinition } from '../service/service-definition';
import { ServiceRuntime } from '../service/service-runtime';
import { HOSTED_SERVICES, INFRASTRUCTURE } from './infrastructure.module';

/** Injects the `ServiceRuntime` of a service. */
export const runtimeOf = (service: string): symbol => Symbol.for(`ServiceRuntime:${service}`);

/** Hosts one service in this process, on the infrastructure of `InfrastructureModule`. */
@Module({})
export class ServiceModule {
  static forService(definition: ServiceDefinition, contracts: ServiceContracts): DynamicModule {
    const token = runtimeOf(definition.name);
    return {
      module: ServiceModule,
      providers: [
        {
          provide: token,
          inject: [INFRASTRUCTURE, HOSTED_SERVICES],
          useFactory: (infrastructure: Infrastructure, hosted: InProcessServices<ServiceRuntime>) => {
            const runtime = new ServiceRuntime(definition, contracts, infrastructure);
            hosted.register(runtime);
            return runtime;
          },
        },
      ],
      exports: [token],
    };
  }
}
