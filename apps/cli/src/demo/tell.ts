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
export interface Voices {
  readonly api: Api;
  readonly reviewer: Api | undefined;
}

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
      // Somebody went on with the record since the first run: their story is the true one.
      if (!(error instanceof Refused) || told.id === undefined) throw error;
      return { ...told, diverged: true };
    }
  }
  return told;
}
