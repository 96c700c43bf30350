import type { CommandOf, LinkRelease, Reference } from '@opsledger/contracts';
import { Problem, serviceActor, type Lookup, type ServiceContext, type Services } from '@opsledger/service-kit';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import { readChange } from './planned-changes';
import type { LinkReleaseLookups } from '../release/commands/link-release';
import type { PlanReleaseLookups } from '../release/commands/plan-release';
import type { ReleasedChange, StartReleaseDeploymentLookups } from '../release/commands/start-release-deployment';
import { release } from '../release/release';

const ASKING = serviceActor('change');
const PREFIX = 'REL';

/** A change by id or number, as the service that keeps changes knows it. */
async function changeNamed(services: Services, id: string): Promise<LinkReleaseLookups['change']> {
  try {
    const found = await services.query({ service: 'change', type: 'GetChange', params: { id }, actor: ASKING });
    const change = found as { readonly id: string; readonly number: string };
    return { id: change.id, name: change.number } satisfies Reference;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return error.code === 'unknown-query' ? 'nobody-knows' : null;
  }
}

/** From the log, for a list may lag behind an approval that has just expired. */
async function releasedChanges(id: string, context: ServiceContext): Promise<ReleasedChange[]> {
  const state = (await stateAt(release, context.store, streamOf(release.category, id)))?.state;
  if (!state || state.status === 'unknown') return [];
  const found = await Promise.all(state.changes.map((change) => readChange(context, change.id)));
  return found.flatMap((change, index) =>
    change ? [{ id: state.changes[index]!.id, state: change.status, type: change.details.keys.type }] : [],
  );
}

export const releaseLookups: Readonly<Record<string, Lookup>> = {
  PlanRelease: async (_, { numbers }): Promise<PlanReleaseLookups> => ({ number: await numbers.next(PREFIX) }),
  StartReleaseDeployment: async ({ id }, context): Promise<StartReleaseDeploymentLookups> => ({
    changes: await releasedChanges(id, context),
  }),
  LinkRelease: async ({ data }, { services }): Promise<LinkReleaseLookups> => ({
    change: await changeNamed(services, (data as CommandOf<typeof LinkRelease>['data']).target.id),
  }),
};
