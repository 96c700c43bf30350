import type { Condition, ConditionField, RecordFields } from '@opsledger/contracts';

type Value = string | null;

export function isMet(condition: Condition, fields: RecordFields): boolean {
  if ('field' in condition) return condition.in.includes(fields[condition.field]);
  if ('all' in condition) return condition.all.every((one) => isMet(one, fields));
  if ('any' in condition) return condition.any.some((one) => isMet(one, fields));
  return !isMet(condition.not, fields);
}

/** What one field may be: one of some values, or anything but some. */
type Allowed = { readonly in: ReadonlySet<Value> } | { readonly notIn: ReadonlySet<Value> };

/** Fields and what each may be, all at once. */
type Term = ReadonlyMap<ConditionField, Allowed>;

/** Conditions of more alternatives than this are taken to be possible: a person checks those. */
const MOST_TERMS = 5_000;

/** Whether any record at all could meet a condition. */
export const isPossible = (condition: Condition): boolean => termsOf(condition, true).length > 0;

/** Whether every record that meets the first condition meets the second one, too. */
export const implies = (first: Condition, second: Condition): boolean => !isPossible({ all: [first, { not: second }] });

/** The ways in which a condition can be met, or failed; impossible ones are left out. */
function termsOf(condition: Condition, met: boolean): readonly Term[] {
  if ('field' in condition) {
    const values = new Set(condition.in);
    return [new Map([[condition.field, met ? { in: values } : { notIn: values }]])];
  }
  if ('not' in condition) return termsOf(condition.not, !met);
  const parts = 'all' in condition ? condition.all : condition.any;
  // Failing all of several is failing any of them.
  const together = 'all' in condition === met;
  const alternatives = parts.map((part) => termsOf(part, met));
  if (!together) return alternatives.flat();
  return alternatives.reduce<readonly Term[]>(
    (terms, others) =>
      terms.length * others.length > MOST_TERMS
        ? terms
        : terms.flatMap((term) => others.flatMap((other) => bothOf(term, other) ?? [])),
    [new Map()],
  );
}

function bothOf(one: Term, other: Term): Term | undefined {
  const both = new Map(one);
  for (const [field, allowed] of other) {
    const before = both.get(field);
    const after = before ? common(before, allowed) : allowed;
    if ('in' in after && after.in.size === 0) return undefined;
    both.set(field, after);
  }
  return both;
}

function common(one: Allowed, other: Allowed): Allowed {
  if ('in' in one) return { in: new Set([...one.in].filter((value) => allows(other, value))) };
  if ('in' in other) return common(other, one);
  return { notIn: new Set([...one.notIn, ...other.notIn]) };
}

const allows = (allowed: Allowed, value: Value): boolean =>
  'in' in allowed ? allowed.in.has(value) : !allowed.notIn.has(value);
