import { Module, type DynamicModule } from '@nestjs/common';
import { Gate } from './gate';
import { RpcController } from './rpc.controller';

/** Opens the services of this process to others; on the infrastructure of `InfrastructureModule`. */
@Module({})
export class RpcModule {
  static behind(gate: Gate): DynamicModule {
    return { module: RpcModule, controllers: [RpcController], providers: [{ provide: Gate, useValue: gate }] };
  }
}
