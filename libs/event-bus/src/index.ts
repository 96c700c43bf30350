export * from './event-source';
