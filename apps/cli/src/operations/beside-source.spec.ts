import { agreementIn } from './beside-source';

test('whoever always says met agrees with a source that misses little, and yet only guesses', () => {
  const always = agreementIn({ made: { met: 90, breached: 0 }, missed: { met: 10, breached: 0 } });
  expect(always).toEqual({ records: 100, agree: 90, share: 0.9, balanced: 0.5 });
});

test('finding most of both is better than that', () => {
  const better = agreementIn({ made: { met: 81, breached: 9 }, missed: { met: 1, breached: 9 } });
  expect(better).toEqual({ records: 100, agree: 90, share: 0.9, balanced: 0.9 });
});

test('without a statement there is nothing to agree with', () => {
  const nothing = { met: 0, breached: 0 };
  expect(agreementIn({ made: nothing, missed: nothing })).toMatchObject({ share: null, balanced: null });
  expect(agreementIn({ made: { met: 3, breached: 0 }, missed: nothing })).toMatchObject({ share: 1, balanced: null });
});
