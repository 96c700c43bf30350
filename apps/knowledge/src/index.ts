export { hostedKnowledge } from './hosted';
export { knowledgeService } from './knowledge.service';
