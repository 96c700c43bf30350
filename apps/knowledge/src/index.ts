export { hostedKnowledge } from './hosted';
export { KnowledgeModule } from './knowledge.module';
export { knowledgeService } from './knowledge.service';
