export { classPathFile, hasMaven, isResolved, resolveClassPath } from './class-path';
export { locateJava } from './java';
export * from './kafka-local-error';
export type { Listener, Listeners, Mechanism, Users } from './listeners';
export * from './start-local-kafka';
export * from './testing/certificates';
export * from './testing/describe-with-kafka';
export { KafkaOffer } from './testing/offer-kafka';
