import { Module } from '@nestjs/common';
import { knowledgeContracts } from '@opsledger/contracts';
import { ServiceModule } from '@opsledger/service-kit';
import { knowledgeService } from './knowledge.service';

@Module({ imports: [ServiceModule.forService(knowledgeService, knowledgeContracts)] })
export class KnowledgeModule {}
