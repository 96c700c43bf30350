import { createHash } from 'node:crypto';

/** Chance that is the same for the same seed. */
export interface Random {
  /** 0 ≤ n < 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `from` up to, without, `to`. */
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item;
  /** Log-normal around its median: most are near it, a few are much larger. */
  around(median: number, spread?: number): number;
  /** Chance of its own under a name: drawing from it leaves this one as it is. */
  fork(name: string): Random;
}

/** sfc32, started from the SHA-256 of the seed. */
export function randomOf(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)) as [number, number, number, number];
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)]!;
  return {
    next,
    chance: (probability) => next() < probability,
    between: (from, to) => from + Math.floor(next() * (to - from)),
    pick,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      return (items.find(([, weight]) => (left -= weight) < 0) ?? items.at(-1)!)[0];
    },
    around: (median, spread = 0.6) => median * Math.exp(spread * normal(next)),
    fork: (name) => randomOf(`${seed}/${name}`),
  };
}

/** Box–Muller. */
const normal = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
