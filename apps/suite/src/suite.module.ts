import { Module, type DynamicModule } from '@nestjs/common';
import { GatewayModule } from '@opsledger/gateway';
import type { Relay } from '@opsledger/relay';
import { InfrastructureModule, Operations, ServiceModule } from '@opsledger/service-kit';
import type { Foundation } from '@opsledger/service-host';
import type { Environment } from './environment';
import { SERVICES } from './services';

/** Every service and the gateway in one application; services are reached by direct calls. */
@Module({})
export class SuiteModule {
  static on(
    { infrastructure, hosted, events, health }: Foundation,
    { RATE_LIMIT }: Pick<Environment, 'RATE_LIMIT'>,
    relay?: Relay,
  ): DynamicModule {
    const { clock, logger, metrics, db } = infrastructure;
    const gateway = GatewayModule.forRoot({
      services: hosted,
      contracts: SERVICES.map(({ contracts }) => contracts),
      events,
      operations: new Operations(hosted, db, logger, relay),
      health,
      metrics: () => metrics.text(),
      logger,
      clock,
      limits: { perTokenPerSecond: RATE_LIMIT },
    });
    return {
      module: SuiteModule,
      imports: [
        InfrastructureModule.forRoot({ infrastructure, hosted }),
        ...SERVICES.map(({ definition, contracts }) => ServiceModule.forService(definition, contracts)),
        gateway,
      ],
    };
  }
}
