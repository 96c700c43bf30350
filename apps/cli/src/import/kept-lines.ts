/** Something that an undo could not take back. */
export interface Kept {
  readonly name: string;
  /** What is so of one, and of several: `stays`, `stay`. */
  readonly verbs: readonly [one: string, many: string];
  readonly why: string;
}

/** Of those that have one reason. */
const EXAMPLES = 3;

/** A number of a record: the reason is the same, whichever record it is said of. */
const RECORD = /\b[A-Z]{2,4}\d{7}\b/g;

/** Tells what stays, reason by reason, each with the first few that have it; the reason is that of the first. */
export function keptLines(kept: readonly Kept[]): string[] {
  const groups = new Map<string, Kept[]>();
  // They were asked for side by side; who undoes again reads the same.
  for (const one of kept.toSorted(byName)) {
    const reason = `${one.verbs[0]}: ${one.why.replace(RECORD, '#')}`;
    const group = groups.get(reason);
    if (group) group.push(one);
    else groups.set(reason, [one]);
  }
  return [...groups.values()].map((group) => {
    const { verbs, why } = group[0]!;
    return `${namesOf(group)} ${verbs[group.length === 1 ? 0 : 1]}: ${why}`;
  });
}

const byName = (a: Kept, b: Kept): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function namesOf(group: readonly Kept[]): string {
  const names = group.slice(0, EXAMPLES).map(({ name }) => name);
  const more = group.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${more.toLocaleString('en')} more`;
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
}
