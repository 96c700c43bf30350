import type { Item, Relation } from './generate';

export interface Expected {
  /** Place of each item found, and how far away it is; nearest first, of one depth services first, then by id. */
  readonly found: ReadonlyMap<string, number>;
  readonly byDepth: readonly number[];
  readonly services: number;
}

/** Neighbours of each item by place, in the order given. */
type Adjacency = readonly (readonly number[])[];

export class Graph {
  private readonly up: Adjacency;
  private readonly down: Adjacency;

  /** Those of the relations that hold at the instant; null: now. */
  constructor(
    private readonly items: readonly Item[],
    relations: readonly Relation[],
    at: string | null,
  ) {
    const up: number[][] = items.map(() => []);
    const down: number[][] = items.map(() => []);
    for (const { source, target, from, to } of relations) {
      if (at === null ? to !== null : from > at || (to !== null && to <= at)) continue;
      up[target]!.push(source);
      down[source]!.push(target);
    }
    this.up = up;
    this.down = down;
  }

  /** Breadth first, in memory. */
  search(root: number, direction: 'upstream' | 'downstream', depth: number): Expected {
    const next = direction === 'upstream' ? this.up : this.down;
    const seen = new Set([root]);
    const found = new Map<string, number>();
    const byDepth: number[] = [];
    let services = 0;
    for (let level = [root], step = 1; step <= depth; step += 1) {
      const fresh: number[] = [];
      for (const place of level)
        for (const other of next[place]!)
          if (!seen.has(other)) {
            seen.add(other);
            fresh.push(other);
          }
      if (fresh.length === 0) break;
      byDepth.push(fresh.length);
      services += fresh.filter((place) => this.isService(place)).length;
      for (const id of this.inOrder(fresh)) found.set(id, step);
      level = fresh;
    }
    return { found, byDepth, services };
  }

  private isService(place: number): boolean {
    return this.items[place]!.class === 'business_service';
  }

  private inOrder(places: readonly number[]): string[] {
    const ids = (some: readonly number[]) => some.map((place) => this.items[place]!.id).sort();
    return [
      ...ids(places.filter((place) => this.isService(place))),
      ...ids(places.filter((place) => !this.isService(place))),
    ];
  }
}
