export * from './answering';
export * from './running-service';
export * from './service-process';
export * from './somebody';
