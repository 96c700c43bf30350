import {
  CI_STAGES,
  CI_STAGE_TRANSITIONS,
  type CiKeys,
  type CiStage,
  type ConfigurationItemEvent,
} from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { configurationItem } from './item';

/** Every stage with every stage: what the table permits happens, everything else is refused and says what is possible. */

const keys = (stage: CiStage): CiKeys => ({
  number: 'CI0000042',
  name: 'web1',
  class: 'server',
  stage,
  status: 'operational',
  criticality: null,
  environment: null,
  location: null,
  serial: null,
  owner: null,
  ownerTeam: null,
  supportTeam: null,
});

const registered = (stage: CiStage): ConfigurationItemEvent => ({
  type: 'ConfigurationItemRegistered',
  data: { keys: keys(stage), edition: 1, description: null, attributes: {}, identities: [], cause: null },
});

test.each(CI_STAGES.flatMap((from) => CI_STAGES.map((to) => [from, to] as const)))('%s → %s', (from, to) => {
  const outcome = given(configurationItem, registered(from)).when(
    command('ChangeConfigurationItemStage', { stage: to }),
  );
  if (from === to) return outcome.thenNothing();
  if (CI_STAGE_TRANSITIONS[from].includes(to))
    return outcome.then({
      type: 'ConfigurationItemStageChanged',
      data: { keys: keys(to), edition: 2, stage: { before: from, after: to }, reason: null, cause: null },
    });
  const { facts, detail } = outcome.thenRefused('move-not-permitted');
  expect(facts).toEqual({ state: from, possible: CI_STAGE_TRANSITIONS[from] });
  expect(detail).toContain('CI0000042');
});
