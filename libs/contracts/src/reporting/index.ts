export * from './changes';
export * from './cmdb';
export * from './contracts';
export * from './dora';
export * from './figures';
export * from './knowledge';
export * from './problems';
export * from './queries';
export { PERIOD_LENGTHS, type PeriodLength } from './report-params';
