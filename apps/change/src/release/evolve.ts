import type { Reference, ReleaseEvent } from '@opsledger/contracts';
import type { KnownRelease, Release } from './release-state';

/** Accepts every recorded fact, in any order: each says the state it leads to. */
export function evolve(state: Release, event: ReleaseEvent): Release {
  const { keys } = event.data;
  const after = applied(state.status === 'unknown' ? blank(event) : state, event);
  const plan = { ...after.plan, service: keys.service, owner: keys.owner, environment: keys.environment };
  return { ...after, plan, status: keys.state };
}

const blank = ({ data: { keys } }: ReleaseEvent): KnownRelease => ({
  status: keys.state,
  number: keys.number,
  plan: {
    title: keys.number,
    description: null,
    service: keys.service,
    owner: keys.owner,
    environment: keys.environment,
    label: null,
    plannedStart: null,
    plannedEnd: null,
    deploymentPlan: null,
    backOutPlan: null,
  },
  changes: [],
});

const without = (changes: readonly Reference[], { id }: Reference) => changes.filter((change) => change.id !== id);

function applied(state: KnownRelease, event: ReleaseEvent): KnownRelease {
  switch (event.type) {
    case 'ReleasePlanned': {
      const { keys: _keys, ...planned } = event.data;
      return { ...state, plan: { ...state.plan, ...planned } };
    }
    case 'ReleasePlanRevised': {
      const { title, description, label, plannedStart, plannedEnd, deploymentPlan, backOutPlan } = event.data;
      const revised = {
        title: title.after,
        description: description.after,
        label: label.after,
        plannedStart: plannedStart.after,
        plannedEnd: plannedEnd.after,
        deploymentPlan: deploymentPlan.after,
        backOutPlan: backOutPlan.after,
      };
      return { ...state, plan: { ...state.plan, ...revised } };
    }
    case 'ReleaseLinked':
      return { ...state, changes: [...without(state.changes, event.data.target), event.data.target] };
    case 'ReleaseUnlinked':
      return { ...state, changes: without(state.changes, event.data.target) };
    case 'ReleaseBuildStarted':
    case 'ReleaseTestStarted':
    case 'ReleaseTestFailed':
    case 'ReleaseDeploymentStarted':
    case 'ReleaseDeployed':
    case 'ReleaseRolledBack':
    case 'ReleaseReviewed':
    case 'ReleaseCanceled':
      return state;
    default:
      return event satisfies never;
  }
}
