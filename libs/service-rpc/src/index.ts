export { NearestServices } from './client/nearest-services';
export {
  DEFAULT_RPC_LIMITS,
  RemoteServices,
  type RemoteServicesOptions,
  type RpcLimits,
} from './client/remote-services';
export { serviceAddresses, type Address, type ServiceAddresses } from './client/service-addresses';
export { RemoteOperations } from './operations/remote-operations';
export { Gate } from './server/gate';
export { RpcModule } from './server/rpc.module';
export { RpcServer, type RpcServerOptions } from './server/rpc-server';
