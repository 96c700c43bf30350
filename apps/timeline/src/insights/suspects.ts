import { ChangesTouching, RecentDeployments, type Reference, type ResultOf, type Suspect } from '@opsledger/contracts';
import type { Inquiry } from './inquiry';
import type { Surroundings } from './surroundings';

const MOST = 50;
/** A change in one of these states is not over. */
const OPEN: readonly string[] = ['scheduled', 'implement'];
/** One that is only thought about has done nothing. */
const REAL: readonly string[] = [...OPEN, 'review', 'closed'];

type Touching = ResultOf<typeof ChangesTouching>['items'][number];
type Deployed = ResultOf<typeof RecentDeployments>['items'][number];

/** Changes and deployments on what fails, or on what that needs, in the time before; the latest first. */
export async function suspectsFor(
  { needed }: Surroundings,
  { from, to }: { readonly from: string; readonly to: string },
  inquiry: Inquiry,
): Promise<Suspect[]> {
  const ids = [...needed.keys()];
  if (ids.length === 0) return [];
  const [changes, deployments] = await Promise.all([
    inquiry.ask(ChangesTouching, { ciIds: ids, serviceIds: ids.slice(0, 200), from, to, limit: MOST }, undefined),
    inquiry.ask(RecentDeployments, { ciIds: ids, serviceIds: [], since: from, until: to, limit: MOST }, undefined),
  ]);
  const suspects = [
    ...(changes?.items ?? [])
      .filter(({ change }) => REAL.includes(change.state))
      .map((touching) => changeSuspect(touching, needed)),
    ...(deployments?.items ?? []).map((deployment) => deploymentSuspect(deployment, needed)),
  ];
  return suspects.sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0)).slice(0, MOST);
}

type Needed = Surroundings['needed'];

function changeSuspect({ change, start, touches }: Touching, needed: Needed): Suspect {
  const on = touches.cis[0] ?? touches.service!;
  const open = OPEN.includes(change.state);
  return {
    kind: open ? 'open_change' : 'recent_change',
    record: { id: change.id, name: change.number, record: 'change' },
    title: change.title,
    at: start,
    on,
    because: `${open ? 'Under way' : `Ended as ${change.result ?? change.state}`}; ${wayTo(on, needed)}`,
  };
}

function deploymentSuspect(
  { id, source, externalId, service, environment, label, state, at }: Deployed,
  needed: Needed,
): Suspect {
  return {
    kind: 'deployment',
    record: { id, name: `${source} ${externalId}`, record: 'deployment' },
    title: `${service.name}${label ? ` ${label}` : ''} to ${environment}`,
    at,
    on: service,
    because: `Deployment ${state}; ${wayTo(service, needed)}`,
  };
}

const wayTo = (on: Reference, needed: Needed): string => {
  const found = needed.get(on.id);
  return found ? `${on.name}: ${found.because}.` : `${on.name} is touched.`;
};
