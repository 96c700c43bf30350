import { join } from 'node:path';

const root = join(__dirname, '../../../..');

/** A made-up log, and the real one, of which there may be a copy: it does not belong to this repository. */
export const LOGS = [
  join(__dirname, '../../fixtures/servicenow-update-log.csv'),
  process.env.OPSLEDGER_SERVICENOW_LOG ?? join(root, '../shared/data/servicenow_incident_event_log.csv'),
];
