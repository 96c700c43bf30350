import { Module } from '@nestjs/common';
import { timelineContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { timelineService } from './timeline.service';

@Module({ imports: [ServiceModule.forService(timelineService, timelineContracts)] })
export class TimelineModule {}
