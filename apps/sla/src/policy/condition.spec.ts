import fc from 'fast-check';
import type { Condition, RecordFields } from '@opsledger/contracts';
import { implies, isMet, isPossible } from './condition';

const VALUES = ['a', 'b', null];
const leaf: fc.Arbitrary<Condition> = fc.record({
  field: fc.constantFrom('state', 'priority', 'team'),
  in: fc.subarray(VALUES, { minLength: 1 }),
});
const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const inner = fc.array(tie('condition'), { minLength: 1, maxLength: 3 });
  return {
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ all: inner }),
      fc.record({ any: inner }),
      fc.record({ not: tie('condition') }),
    ) as fc.Arbitrary<Condition>,
  };
});

/** A value none of the conditions names stands for all such values. */
const everyRecord = [...VALUES, 'other'].flatMap((state) =>
  [...VALUES, 'other'].flatMap((priority) =>
    [...VALUES, 'other'].map((team) => ({ state, priority, team }) as RecordFields),
  ),
);

it('is possible when some record meets it, and only then', () => {
  fc.assert(
    fc.property(condition, (one) => {
      expect(isPossible(one)).toBe(everyRecord.some((fields) => isMet(one, fields)));
    }),
  );
});

it('implies another when every record that meets it meets the other', () => {
  fc.assert(
    fc.property(condition, condition, (one, other) => {
      expect(implies(one, other)).toBe(everyRecord.every((fields) => !isMet(one, fields) || isMet(other, fields)));
    }),
  );
});
