import type { Collision, CollisionKind, Reference } from '@opsledger/contracts';

/** A change with a planned time, as far as collisions are about it. */
export interface PlannedChange {
  readonly self: Reference;
  readonly start: string;
  readonly end: string;
  readonly cis: readonly Reference[];
  readonly service: Reference | null;
  readonly assignee: Reference | null;
  readonly parent: string | null;
}

export interface Freeze {
  readonly self: Reference;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly services: readonly Reference[];
  readonly cis: readonly Reference[];
}

interface Surroundings {
  readonly others: readonly PlannedChange[];
  readonly freezes: readonly Freeze[];
  /** Ids of items upstream and downstream of those it touches. */
  readonly related: readonly string[];
}

const meets = (one: { start: string; end: string }, from: string, to: string): boolean =>
  one.start < to && from < one.end;

/** What gets in the way of a planned change; always in the same order, so that lists can be compared. */
export function collisionsOf(change: PlannedChange, { others, freezes, related }: Surroundings): Collision[] {
  const own = new Map(change.cis.map((ci) => [ci.id, ci.name]));
  const near = new Set(related);
  const withOthers = others
    .filter((other) => other.self.id !== change.self.id && meets(change, other.start, other.end))
    .flatMap((other): Collision[] => {
      const found: [CollisionKind, string | undefined][] = [
        ['same_ci', other.cis.find(({ id }) => own.has(id))?.name],
        ['related_ci', other.cis.find(({ id }) => !own.has(id) && near.has(id))?.name],
        ['parent_child', kinship(change, other)],
        ['assignee', change.assignee && change.assignee.id === other.assignee?.id ? change.assignee.name : undefined],
      ];
      return found.flatMap(([kind, what]) =>
        what === undefined ? [] : [{ kind, with: other.self, detail: `${what}, ${other.start} to ${other.end}` }],
      );
    });
  const withFreezes = freezes
    .filter((freeze) => meets(change, freeze.from, freeze.to) && isFrozen(change, freeze))
    .map(({ self, from, to, reason }): Collision => ({
      kind: 'freeze',
      with: self,
      detail: `${from} to ${to}: ${reason}`.slice(0, 500),
    }));
  return [...withOthers, ...withFreezes].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function kinship(change: PlannedChange, other: PlannedChange): string | undefined {
  if (change.parent === other.self.id) return 'its parent';
  return other.parent === change.self.id ? 'its child' : undefined;
}

/** A freeze of nothing in particular is one of everything. */
function isFrozen({ service, cis }: PlannedChange, freeze: Freeze): boolean {
  if (freeze.services.length + freeze.cis.length === 0) return true;
  const frozen = new Set([...freeze.services, ...freeze.cis].map(({ id }) => id));
  return (service !== null && frozen.has(service.id)) || cis.some(({ id }) => frozen.has(id));
}

export const keyOf = (collision: Collision): string => `${collision.kind} ${collision.with.id}`;
