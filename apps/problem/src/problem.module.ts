import { Module } from '@nestjs/common';
import { problemContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { problemService } from './problem.service';

@Module({ imports: [ServiceModule.forService(problemService, problemContracts)] })
export class ProblemModule {}
