import { collisionsOf, type PlannedChange } from './collisions';

const ci = (id: string) => ({ id, name: id });
const planned = (id: string, changed: Partial<PlannedChange> = {}): PlannedChange => ({
  self: { id, name: id },
  start: '2026-03-02T10:00:00.000Z',
  end: '2026-03-02T12:00:00.000Z',
  cis: [],
  service: null,
  assignee: null,
  parent: null,
  ...changed,
});
const kinds = (change: PlannedChange, other: PlannedChange, related: string[] = []) =>
  collisionsOf(change, { others: [other], freezes: [], related }).map(({ kind }) => kind);

test.each([
  ['same_ci', planned('a', { cis: [ci('x')] }), planned('b', { cis: [ci('x')] }), []],
  ['related_ci', planned('a', { cis: [ci('x')] }), planned('b', { cis: [ci('y')] }), ['y']],
  ['parent_child', planned('a', { parent: 'b' }), planned('b'), []],
  ['parent_child', planned('a'), planned('b', { parent: 'a' }), []],
  ['assignee', planned('a', { assignee: ci('p') }), planned('b', { assignee: ci('p') }), []],
])('%s', (kind, change, other, related) => {
  expect(kinds(change, other, related)).toEqual([kind]);
  const later = { ...other, start: change.end, end: '2026-03-02T13:00:00.000Z' };
  expect(kinds(change, later, related)).toEqual([]);
});

test('a change does not collide with itself, nor with strangers', () => {
  expect(kinds(planned('a', { cis: [ci('x')] }), planned('a', { cis: [ci('x')] }))).toEqual([]);
  expect(kinds(planned('a', { cis: [ci('x')] }), planned('b', { cis: [ci('y')] }))).toEqual([]);
});

test('freezes: of all, of a service, of an item', () => {
  const freeze = (services: string[], cis: string[]) => ({
    self: ci('f'),
    from: '2026-03-02T11:00:00.000Z',
    to: '2026-03-03T00:00:00.000Z',
    reason: 'Year end.',
    services: services.map(ci),
    cis: cis.map(ci),
  });
  const frozen = (change: PlannedChange, ...scope: [string[], string[]]) =>
    collisionsOf(change, { others: [], freezes: [freeze(...scope)], related: [] }).length === 1;
  expect(frozen(planned('a'), [], [])).toBe(true);
  expect(frozen(planned('a'), ['mail'], [])).toBe(false);
  expect(frozen(planned('a', { service: ci('mail') }), ['mail'], [])).toBe(true);
  expect(frozen(planned('a', { cis: [ci('x')] }), [], ['x'])).toBe(true);
});
