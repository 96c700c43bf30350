export * from './rpc/messages';
export * from './rpc/problem';
export * from './service/service-definition';
