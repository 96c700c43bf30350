import type { LinkRelease, PayloadOf } from '@opsledger/contracts';
import { numbered, type Lookup, type ServiceContext } from '@opsledger/service-kit';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import { changeNamed, readChange } from './change-named';
import type { LinkReleaseLookups } from '../release/commands/link-release';
import type { StartReleaseDeploymentLookups } from '../release/commands/start-release-deployment';
import type { ReleasedChange } from '../release/permitted';
import { release } from '../release/release';

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
  PlanRelease: numbered('REL'),
  StartReleaseDeployment: async ({ id }, context): Promise<StartReleaseDeploymentLookups> => ({
    changes: await releasedChanges(id, context),
  }),
  LinkRelease: async ({ data }, context): Promise<LinkReleaseLookups> => {
    const found = await changeNamed((data as PayloadOf<typeof LinkRelease>).target.id, context);
    if (!found) return { change: null };
    const { status, details } = found.state;
    return { change: { ...found.reference, state: status, type: details.keys.type } };
  },
};
