import { Module } from '@nestjs/common';
import { cmdbContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { cmdbService } from './cmdb.service';

@Module({ imports: [ServiceModule.forService(cmdbService, cmdbContracts)] })
export class CmdbModule {}
