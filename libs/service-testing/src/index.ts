export * from './answering';
export * from './running-service';
export * from './somebody';
