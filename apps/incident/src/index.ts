export { IncidentModule } from './incident.module';
export { incidentService } from './incident.service';
