import { SERVICES } from './services';

test('404 is for the record of a route that is not there: what else a request names in vain makes it 422', () => {
  const told = SERVICES.flatMap(({ definition }) => Object.entries(definition.problems));
  expect(told.length).toBeGreaterThan(50);
  expect(told.filter(([, { status }]) => status === 404)).toEqual([]);
  expect(told.filter(([code, { status }]) => code.endsWith('-unknown') && status !== 422)).toEqual([]);
});
