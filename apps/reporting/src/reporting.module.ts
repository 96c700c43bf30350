import { Module } from '@nestjs/common';
import { reportingContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { reportingService } from './reporting.service';

@Module({ imports: [ServiceModule.forService(reportingService, reportingContracts)] })
export class ReportingModule {}
