import {
  CI_STAGE_TRANSITIONS,
  type ChangeConfigurationItemStage,
  type CommandOf,
  type ConfigurationItemEvent,
} from '@opsledger/contracts';
import { moveNotPermitted } from '../item.errors';
import { keysOf, type KnownItem } from '../item-state';

export function changeConfigurationItemStage(
  { data: { stage, reason, change } }: CommandOf<typeof ChangeConfigurationItemStage>,
  state: KnownItem,
): ConfigurationItemEvent[] {
  if (stage === state.stage) return [];
  if (!CI_STAGE_TRANSITIONS[state.stage].includes(stage)) throw moveNotPermitted(state, stage);
  return [
    {
      type: 'ConfigurationItemStageChanged',
      data: {
        keys: keysOf({ ...state, stage }),
        edition: state.edition + 1,
        stage: { before: state.stage, after: stage },
        reason: reason ?? null,
        cause: null,
        ...(change && { change }),
      },
    },
  ];
}
