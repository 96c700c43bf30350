import { knowledgeContracts } from '@opsledger/contracts';
import {
  ADA,
  CARLA,
  ROOT,
  answering,
  person,
  referenceTo,
  runningServices,
  type RunningServices,
} from '@opsledger/service-testing';
import { knowledgeService } from './knowledge.service';

export { ADA, CARLA, ROOT, referenceTo };
export const SAM = person('p-sam', 'Sam Stranger', 'requester');
export const EDITH = person('p-edith', 'Edith Editor', 'knowledge-editor');

/** Callers who reported an incident, whenever they are asked about. */
export const reporters = new Set<string>();

/** Up to where the incident service was asked to have seen the log, question by question. */
export const seenByThen: (string | undefined)[] = [];

const incidents = answering('incident', {
  ListIncidents: ({ callerId }: { callerId: string }, { position }) => {
    seenByThen.push(position);
    return { items: reporters.has(callerId) ? [{}] : [] };
  },
});

export interface RunningKnowledge extends RunningServices {
  /** Records a fact of another service. */
  happened(category: string, id: string, type: string, data: object): Promise<void>;
}

/** The knowledge service, with what it asks of others. */
export async function runningKnowledge(): Promise<RunningKnowledge> {
  const running = await runningServices([{ definition: knowledgeService, contracts: knowledgeContracts }], [incidents]);
  return { ...running, happened: (category, id, type, data) => running.state(category, id, { type, data }) };
}
