import type { ApprovalAnswer, Quorum } from '@opsledger/contracts';
import fc from 'fast-check';
import { neededOf, standingOf, verdictOf } from './standing';

const person = (id: string) => ({ id, name: id.toUpperCase() });
const group = (quorum: Quorum, ...ids: string[]) => ({ name: 'CAB', quorum, approvers: ids.map(person) });
const said = (answers: Record<string, ApprovalAnswer>) =>
  Object.entries(answers).map(([id, answer]) => ({ approver: person(id), answer, comment: null }));
const stand = (quorum: Quorum, answers: Record<string, ApprovalAnswer>, never: string[] = []) =>
  standingOf(group(quorum, 'a', 'b', 'c', 'd', 'e'), said(answers), never);

const ANY: Quorum = { kind: 'any' };
const ALL: Quorum = { kind: 'all' };
const HALF: Quorum = { kind: 'percent', percent: 50 };

test('any: one is enough, and all must reject to reject', () => {
  expect(stand(ANY, { c: 'approved' }).standing).toBe('approved');
  expect(stand(ANY, { a: 'rejected', b: 'rejected', c: 'rejected', d: 'rejected' }).standing).toBe('pending');
  const all = { a: 'rejected', b: 'rejected', c: 'rejected', d: 'rejected', e: 'rejected' } as const;
  expect(stand(ANY, all).standing).toBe('rejected');
});

test('all: one rejection rejects', () => {
  expect(stand(ALL, { a: 'approved', b: 'approved', c: 'approved', d: 'approved' }).standing).toBe('pending');
  expect(stand(ALL, { a: 'rejected' }).standing).toBe('rejected');
});

test('50 % of 5 is 3, and percentages are never rounded down', () => {
  expect(stand(HALF, { a: 'approved', b: 'approved' })).toMatchObject({ standing: 'pending', needed: 3 });
  expect(stand(HALF, { a: 'approved', b: 'approved', c: 'approved' }).standing).toBe('approved');
  expect(stand(HALF, { a: 'rejected', b: 'rejected', c: 'rejected' }).standing).toBe('rejected');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (percent, eligible) => {
      const needed = neededOf({ kind: 'percent', percent }, eligible);
      expect(needed * 100).toBeGreaterThanOrEqual(percent * eligible);
      expect((needed - 1) * 100).toBeLessThan(percent * eligible);
    }),
  );
});

test('who recuses themselves leaves the denominator', () => {
  expect(stand(HALF, { a: 'recused', b: 'approved', c: 'approved' })).toMatchObject({
    standing: 'approved',
    eligible: 4,
    needed: 2,
  });
  expect(standingOf(group(ALL, 'a'), said({ a: 'recused' }), []).standing).toBe('nobody_left');
});

test('the requester never counts', () => {
  expect(stand(ANY, { a: 'approved' }, ['a'])).toMatchObject({ standing: 'pending', eligible: 4, approved: 0 });
});

test('together: one group that cannot any more rejects, nobody left approves nothing', () => {
  const approved = stand(ANY, { a: 'approved' });
  const nobody = standingOf(group(ALL, 'a'), said({ a: 'recused' }), []);
  expect(verdictOf([approved, stand(ALL, { a: 'rejected' })])).toEqual({ rejectedBy: 'CAB' });
  expect(verdictOf([approved, nobody])).toBe('pending');
  expect(verdictOf([approved])).toBe('approved');
  expect(verdictOf([])).toBe('pending');
});
