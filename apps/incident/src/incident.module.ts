import { Module } from '@nestjs/common';
import { incidentContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { incidentService } from './incident.service';

@Module({ imports: [ServiceModule.forService(incidentService, incidentContracts)] })
export class IncidentModule {}
