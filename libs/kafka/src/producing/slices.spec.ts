import fc from 'fast-check';
import { slices } from './slices';

const size = (item: number) => item;

it('keeps all items in their order, within the bound but for single ones', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 })), (items) => {
      const cut = [...slices(items, size, 10)];
      expect(cut.flat()).toEqual(items);
      for (const slice of cut)
        expect(slice.length === 1 || slice.reduce((sum, item) => sum + item, 0) <= 10).toBe(true);
    }),
  );
});

it('cuts no more often than it must', () => {
  expect([...slices([5, 5, 1, 12, 3], size, 10)]).toEqual([[5, 5], [1], [12], [3]]);
  expect([...slices([], size, 10)]).toEqual([]);
});
