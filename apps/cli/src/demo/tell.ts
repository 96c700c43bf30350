import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';
import type { Story } from './story';
import { stepKey, type DemoPlan } from './year';

/** What came of telling a story. */
export interface Told {
  readonly id: string | undefined;
  readonly number: string | undefined;
  readonly commands: number;
  /** Facts that were not there before. */
  readonly recorded: number;
  /** Somebody has taken it another way since. */
  readonly diverged: boolean;
}

/** Who speaks; an absent reviewer has said everything before. */
interface Voices {
  readonly api: Api;
  readonly reviewer: Api | undefined;
}

/** The record is in another state: somebody went on with it since the first run, and their story is the true one. */
const NOT_AS_IT_IS = 409;

/** Tells a story as the commands people would have given, each at its own time and under a key of its own. */
export async function tell(story: Story, plan: DemoPlan, { api, reviewer }: Voices): Promise<Told> {
  let told: Told = { id: story.record, number: undefined, commands: 0, recorded: 0, diverged: false };
  for (const [index, { contract, at, data, byReviewer }] of story.steps.entries()) {
    const voice = byReviewer ? reviewer : api;
    if (!voice) continue;
    try {
      const receipt: Receipt = await voice.post(pathOf(contract, told.id), data, {
        'idempotency-key': stepKey(plan, story, index),
        'opsledger-occurred-at': at,
      });
      told = {
        ...told,
        id: told.id ?? receipt.id,
        number: told.number ?? receipt.number,
        commands: told.commands + 1,
        recorded: told.recorded + (receipt.repeated ? 0 : receipt.recorded),
      };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === NOT_AS_IT_IS && told.id !== undefined) return { ...told, diverged: true };
      throw new Refused(error.status, error.code, `${contract.name} of ${told.number ?? story.key}: ${error.detail}`);
    }
  }
  return told;
}
