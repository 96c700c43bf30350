import type { Reference, ReleaseEvent, ReleaseState } from '@opsledger/contracts';
import { RECORD_ID, command as commandFor } from '@opsledger/testing';

export const NUMBER = 'REL0000042';
export const OWNER = { id: 'p-olga', name: 'Olga Owner' };
export const SHOP = { id: 's-shop', name: 'Shop' };
export const CHANGE = { id: 'c-1', name: 'CHG0000007' };

export const keys = (state: ReleaseState) => ({
  number: NUMBER,
  state,
  service: SHOP,
  owner: OWNER,
  environment: 'production',
});

export const planned = (given: object = {}): ReleaseEvent => ({
  type: 'ReleasePlanned',
  data: {
    keys: keys('planning'),
    title: 'Autumn',
    description: null,
    label: '2026.3',
    plannedStart: null,
    plannedEnd: null,
    deploymentPlan: 'Roll out node by node.',
    backOutPlan: 'Roll back node by node.',
    ...given,
  },
});
const building: ReleaseEvent = { type: 'ReleaseBuildStarted', data: { keys: keys('build') } };
const testing: ReleaseEvent = { type: 'ReleaseTestStarted', data: { keys: keys('test') } };
const deploying: ReleaseEvent = { type: 'ReleaseDeploymentStarted', data: { keys: keys('deploying') } };
const deployed: ReleaseEvent = { type: 'ReleaseDeployed', data: { keys: keys('deployed') } };

export const linkedTo = (target: Reference): ReleaseEvent => ({
  type: 'ReleaseLinked',
  data: { keys: keys('planning'), kind: 'change', target },
});
export const linked = linkedTo(CHANGE);

const inTest = (): ReleaseEvent[] => [planned(), building, testing];

export const HISTORIES: Readonly<Record<ReleaseState, () => ReleaseEvent[]>> = {
  planning: () => [planned()],
  build: () => [planned(), building],
  test: inTest,
  deploying: () => [...inTest(), deploying],
  deployed: () => [...inTest(), deploying, deployed],
  reviewed: () => [
    ...inTest(),
    deploying,
    deployed,
    { type: 'ReleaseReviewed', data: { keys: keys('reviewed'), notes: 'Went well.' } },
  ],
  rolled_back: () => [
    ...inTest(),
    deploying,
    { type: 'ReleaseRolledBack', data: { keys: keys('rolled_back'), reason: 'Carts empty.', notes: null } },
  ],
  canceled: () => [planned(), { type: 'ReleaseCanceled', data: { keys: keys('canceled'), reason: 'Not needed.' } }],
};

/** Unless told otherwise, its changes are to be found nowhere. */
export const command = (type: string, data: object = {}, lookups: object = { changes: [] }) =>
  commandFor(type, data, { id: RECORD_ID, lookups });
