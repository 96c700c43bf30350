import { createHash } from 'node:crypto';
import { shares } from '../chance';

/** Relations of an item that hold today. */
export const PER_ITEM = 3;
/** Of so many relations that hold, one more is over. */
const ENDED_EVERY = 5;
const SYSTEM = 30;
export const HUBS = 100;
const DAY = 86_400_000;
const BEGINNING = Date.UTC(2025, 0, 1);

/** Instants at which relations begin and end, a month apart: the graph is another one between any two of them. */
const TURNS = Array.from({ length: 12 }, (_, month) => new Date(BEGINNING + (month + 1) * 30 * DAY).toISOString());
/** Before the first turn, in between, and after the last one. */
export const PAST = [BEGINNING + DAY, BEGINNING + 100 * DAY, BEGINNING + 200 * DAY, BEGINNING + 300 * DAY].map((at) =>
  new Date(at).toISOString(),
);

export interface Item {
  readonly id: string;
  readonly number: string;
  readonly class: string;
  readonly criticality: string | null;
  readonly since: string;
}

/** By places in the list of items; the source needs the target. */
export interface Relation {
  readonly source: number;
  readonly target: number;
  readonly kind: string;
  readonly from: string;
  readonly to: string | null;
}

/** Spread over the index as ids are that nobody counts up. */
function idOf(place: number): string {
  const digits = createHash('md5').update(`item ${place}`).digest('hex');
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`];
  return [...parts, digits.slice(20)].join('-');
}

/** What stands where in a system, and what relation leads away from it. */
const LAYERS = [
  { until: 2, class: 'business_service', kind: 'depends_on' },
  { until: 9, class: 'application', kind: 'runs_on' },
  { until: 12, class: 'database', kind: 'runs_on' },
  { until: 20, class: 'virtual_machine', kind: 'hosted_on' },
  { until: 27, class: 'server', kind: 'connects_to' },
  { until: SYSTEM, class: 'network_device', kind: 'connects_to' },
] as const;
const layerOf = (place: number) => LAYERS.find(({ until }) => place % SYSTEM < until)!;

export const itemsOf = (count: number): Item[] =>
  Array.from({ length: count }, (_, place) => ({
    id: idOf(place),
    number: `CI${String(place).padStart(7, '0')}`,
    class: layerOf(place).class,
    criticality: place % SYSTEM < 2 ? (['low', 'medium', 'high', 'critical'] as const)[place % 4]! : null,
    since: new Date(BEGINNING).toISOString(),
  }));

/**
 * Systems of some thirty items that hang together, in circles too; a few reach into other systems, and some hundred
 * items (directories, core switches) serve a great many of them, the first most of all. Three relations of an item hold
 * now, a third of them begun at some turn; of those that are over, each ended at one.
 */
export function relationsOf(count: number): Relation[] {
  const [where, when] = [shares(42), shares(1)];
  const target = (place: number): number => {
    const chance = where();
    if (chance < 0.03) return Math.min(HUBS - 1, Math.floor(HUBS * where() ** 3));
    if (chance < 0.033) return Math.floor(where() * count);
    return Math.min(count - 1, place - (place % SYSTEM) + Math.floor(where() * SYSTEM));
  };
  const turn = () => TURNS[Math.floor(when() * TURNS.length)]!;
  const start = new Date(BEGINNING).toISOString();
  const holding = Array.from({ length: count * PER_ITEM }, (_, index): Relation => {
    const source = Math.floor(index / PER_ITEM);
    const from = when() < 1 / 3 ? turn() : start;
    return { source, target: target(source), kind: layerOf(source).kind, from, to: null };
  });
  const over = Array.from({ length: Math.floor(holding.length / ENDED_EVERY) }, (): Relation => {
    const source = Math.floor(where() * count);
    return { source, target: target(source), kind: 'uses', from: start, to: turn() };
  });
  return [...holding, ...over].filter(({ source, target }) => source !== target);
}
