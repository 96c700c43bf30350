export { hostedIncident } from './hosted';
export { IncidentModule } from './incident.module';
export { incidentService } from './incident.service';
