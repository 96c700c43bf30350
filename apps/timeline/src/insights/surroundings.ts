import {
  GetConfigurationItem,
  GetImpact,
  isRecordId,
  type AffectedService,
  type ImpactNode,
  type Reference,
} from '@opsledger/contracts';
import type { Inquiry } from './inquiry';

/** What hangs on some configuration items, and what they hang on, at an instant. */
export interface Surroundings {
  /** The items themselves and, below, what they need: where a cause may lie. */
  readonly needed: ReadonlyMap<string, { readonly item: Reference; readonly because: string }>;
  /** Services among the items and what needs them: who notices. */
  readonly services: readonly AffectedService[];
}

/** Farther away hardly anything is to blame, and everything is connected. */
const NEEDED = { direction: 'downstream', depth: 3, limit: 200 } as const;
const NEEDING = { direction: 'upstream', depth: 10, limit: 500 } as const;
/** Of more items than these the graph is not asked. */
const MOST_ROOTS = 20;

export async function surroundingsOf(
  roots: readonly Reference[],
  asOf: string,
  inquiry: Inquiry,
): Promise<Surroundings> {
  const known = roots.filter(({ id }) => isRecordId(id)).slice(0, MOST_ROOTS);
  const needed = new Map(known.map((item) => [item.id, { item, because: 'named by the incident' }]));
  const services = new Map<string, AffectedService>();
  for (const root of known) {
    const ask = (way: typeof NEEDED | typeof NEEDING) =>
      inquiry.ask(GetImpact, { id: root.id, asOf, ...way }, undefined);
    const [item, below, above] = await Promise.all([
      inquiry.ask(GetConfigurationItem, { id: root.id, asOf }, undefined),
      ask(NEEDED),
      ask(NEEDING),
    ]);
    if (item?.criticality) services.set(root.id, affected(root, item.criticality, true, 'named by the incident'));
    for (const node of below?.nodes ?? [])
      if (!needed.has(node.id)) needed.set(node.id, { item: referenceTo(node), because: `${root.name} needs it` });
    for (const node of above?.nodes ?? [])
      if (node.service && !services.has(node.id))
        services.set(node.id, affected(referenceTo(node), node.criticality, node.live, wayFrom(node, root)));
  }
  return { needed, services: [...services.values()] };
}

const referenceTo = ({ id, name }: ImpactNode): Reference => ({ id, name });

const affected = (service: Reference, criticality: string | null, live: boolean, because: string): AffectedService => ({
  service,
  criticality,
  live,
  because,
});

const wayFrom = ({ depth }: ImpactNode, root: Reference): string =>
  depth === 1 ? `needs ${root.name}` : `needs ${root.name}, by way of ${depth - 1} other${depth > 2 ? 's' : ''}`;
