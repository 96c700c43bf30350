import { Module } from '@nestjs/common';
import { changeContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { changeService } from './change.service';

@Module({ imports: [ServiceModule.forService(changeService, changeContracts)] })
export class ChangeModule {}
