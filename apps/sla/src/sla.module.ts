import { Module } from '@nestjs/common';
import { slaContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { slaService } from './sla.service';

@Module({ imports: [ServiceModule.forService(slaService, slaContracts)] })
export class SlaModule {}
