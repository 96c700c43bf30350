import { GetImpact, type Reference, type ResultOf } from '@opsledger/contracts';
import { Problem, askingAs, type Services } from '@opsledger/service-kit';
import type { AffectedService } from '../risk/assess';

/** The one place that asks the configuration database. */
const ask = askingAs('change');
const DEPTH = 10;
const MOST_NODES = 5_000;
/** Items of one change that are looked into; more are not followed. */
const MOST_ITEMS = 100;

type Node = ResultOf<typeof GetImpact>['nodes'][number];

async function nodesOf(services: Services, id: string, direction: 'upstream' | 'downstream'): Promise<Node[] | null> {
  try {
    return (await ask(services, GetImpact, { id, direction, depth: DEPTH, limit: MOST_NODES })).nodes;
  } catch (error) {
    // Not here, or not known there: nothing is known of it. Anything else is tried again.
    const isUnknown = error instanceof Problem && (error.status === 404 || error.code === 'service-not-here');
    if (isUnknown) return null;
    throw error;
  }
}

export async function affectedBy(
  services: Services,
  cis: readonly Reference[],
): Promise<{ readonly services: AffectedService[]; readonly unknown: string | null }> {
  if (cis.length === 0) return { services: [], unknown: 'no configuration item is linked.' };
  const affected = new Map<string, AffectedService>();
  const unknown: string[] = [];
  for (const ci of cis.slice(0, MOST_ITEMS)) {
    const nodes = await nodesOf(services, ci.id, 'upstream');
    if (!nodes) unknown.push(ci.name);
    for (const { id, name, service, live, criticality = null } of nodes ?? [])
      if (service && live) affected.set(id, { id, name, criticality });
  }
  const isBlind = affected.size === 0 && unknown.length > 0;
  return {
    services: [...affected.values()],
    unknown: isBlind ? `the configuration database does not know ${unknown.slice(0, 5).join(', ')}.` : null,
  };
}

/** Ids of what needs these items, and of what they need. */
export async function relatedTo(services: Services, cis: readonly Reference[]): Promise<string[]> {
  const related = new Set<string>();
  for (const ci of cis.slice(0, MOST_ITEMS))
    for (const direction of ['upstream', 'downstream'] as const)
      for (const { id } of (await nodesOf(services, ci.id, direction)) ?? []) related.add(id);
  return [...related];
}
