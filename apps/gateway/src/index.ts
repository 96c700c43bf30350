export { GatewayModule, gatewayAdapter } from './gateway.module';
export { DEFAULT_LIMITS, type GatewayLimits, type GatewayOptions } from './gateway-options';
