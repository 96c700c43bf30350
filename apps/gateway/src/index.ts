export { gatewayAdapter } from './gateway-adapter';
export { GatewayModule } from './gateway.module';
export { DEFAULT_LIMITS, type GatewayLimits, type GatewayOptions } from './gateway-options';
