export { KnowledgeModule } from './knowledge.module';
export { knowledgeService } from './knowledge.service';
