export { relayEnvironmentSchema } from './environment';
export { kafkaOutlets } from './kafka/kafka-outlets';
export type { Outlets } from './outlets';
export { createRelay, type Relay, type RelayOptions, type RelayStatus } from './relay';
export { keyOf, type RecordState } from './states/record-state';
