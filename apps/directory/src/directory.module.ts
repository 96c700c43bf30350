import { Module } from '@nestjs/common';
import { directoryContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { directoryService } from './directory.service';

@Module({ imports: [ServiceModule.forService(directoryService, directoryContracts)] })
export class DirectoryModule {}
