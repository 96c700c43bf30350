export { hostedIncident } from './hosted';
export { incidentService } from './incident.service';
