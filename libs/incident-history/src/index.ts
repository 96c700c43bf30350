export * from './csv/encoding';
export * from './csv/read-csv';
export * from './history';
export * from './identity';
export { atMost } from './servicenow/cells/text';
export * from './servicenow/columns';
export * from './servicenow/event-log';
export * from './servicenow/mapping';
export * from './servicenow/read-servicenow-log';
