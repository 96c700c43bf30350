import { shares } from '../chance';
import { HUBS, type Item, type Relation } from './generate';
import { Graph, type Expected } from './search';

interface Answer {
  readonly total: number;
  readonly byDepth: readonly number[];
  readonly services: { readonly total: number };
  readonly complete: boolean;
  readonly nodes: readonly { readonly id: string; readonly depth: number; readonly path: readonly string[] }[];
}

const DEPTH = 10;

/** Asks for the impact of so many items and compares each answer with a search in memory; answers how many differ. */
export async function countDifferent(
  ask: (path: string) => Promise<unknown>,
  graph: { readonly items: readonly Item[]; readonly relations: readonly Relation[] },
  { roots, at }: { readonly roots: number; readonly at: string | null },
): Promise<number> {
  const inMemory = new Graph(graph.items, graph.relations, at);
  const random = shares(at === null ? 11 : Date.parse(at) / 1000);
  let different = 0;
  for (let count = 0; count < roots; count += 1) {
    const root = rootBy(random, graph.items.length);
    const direction = count % 2 === 0 ? 'upstream' : 'downstream';
    const { id } = graph.items[root]!;
    const asOf = at === null ? '' : `&asOf=${at}`;
    const answer = await ask(
      `/v1/configuration-items/${id}/impact?direction=${direction}&depth=${DEPTH}&limit=1000${asOf}`,
    );
    if (!isEqual(answer as Answer, inMemory.search(root, direction, DEPTH), id)) different += 1;
  }
  return different;
}

/** Any item, one in fifty of them a hub. */
export const rootBy = (random: () => number, items: number): number =>
  Math.floor(random() * (random() < 0.02 ? HUBS : items));

function isEqual(answer: Answer, { found, byDepth, services }: Expected, root: string): boolean {
  const listed = [...found].slice(0, answer.nodes.length);
  return (
    answer.complete &&
    answer.total === found.size &&
    answer.nodes.length === Math.min(found.size, 1_000) &&
    JSON.stringify(answer.byDepth) === JSON.stringify(byDepth) &&
    answer.services.total === services &&
    listed.every(([id, depth], index) => {
      const node = answer.nodes[index]!;
      const way = [root, ...node.path.slice(1)];
      // Each step of a shortest way is one step farther away.
      return (
        node.id === id &&
        node.path.at(-1) === id &&
        node.depth === depth &&
        node.path[0] === root &&
        way.length === depth + 1 &&
        way.every((step, away) => (found.get(step) ?? 0) === away)
      );
    })
  );
}
