import { Doorkeeper } from './doorkeeper';
import { isProof, newNonce, prove, type Secrets } from './secret';
import type { Challenge } from '../wire';

const OLD = 'the-old-secret-of-all';
const NEW = 'the-new-secret-of-all';
const REFUSED = { notTaken: 'not admitted' };

function challenged(door: Doorkeeper, connection: object) {
  const client = newNonce();
  const { result } = door.answer(connection, { nonce: client }) as { result: Challenge };
  return { round: { client, server: result.nonce }, proof: result.proof };
}

function comes(door: Doorkeeper, secrets: Secrets, connection = {}) {
  const { round } = challenged(door, connection);
  const answer = door.answer(connection, { proof: prove(secrets, 'client', round) });
  return { answer, admitted: door.admits(connection) };
}

it.each<[string, Secrets, Secrets, boolean]>([
  ['the same secret', [OLD], [OLD], true],
  ['another', [OLD], [NEW], false],
  ['none', [OLD], [], false],
  ['the old one, of two', [NEW, OLD], [OLD], true],
  ['the old one, of which the new one comes behind', [OLD, NEW], [OLD], true],
  ['the new one, of two', [OLD, NEW], [NEW, OLD], true],
])('who knows %s', (_what, ours, theirs, admitted) => {
  expect(comes(new Doorkeeper(ours), theirs)).toEqual({ answer: admitted ? {} : REFUSED, admitted });
});

it('shows that it knows the secret itself, by a proof that is none of the other end', () => {
  const door = new Doorkeeper([OLD]);
  const connection = {};
  const { round, proof } = challenged(door, connection);
  expect(isProof(proof, [OLD], 'server', round)).toBe(true);
  expect(isProof(proof, [NEW], 'server', round)).toBe(false);
  expect(door.answer(connection, { proof })).toEqual(REFUSED);
  expect(door.admits(connection)).toBe(false);
});

it('takes a proof once, of its own round, and on its own connection', () => {
  const door = new Doorkeeper([OLD]);
  const [one, other] = [{}, {}];
  const { round } = challenged(door, one);
  const proof = prove([OLD], 'client', round);
  challenged(door, other);
  expect(door.answer(other, { proof })).toEqual(REFUSED);
  challenged(door, one);
  expect(door.answer(one, { proof })).toEqual(REFUSED);
  expect(door.answer(one, { proof })).toEqual(REFUSED);
  expect([one, other].some((connection) => door.admits(connection))).toBe(false);
});

it.each([undefined, null, 7, 'nonce', {}, { nonce: 7 }, { nonce: '' }, { nonce: 'a b'.repeat(10) }, { proof: {} }])(
  'is not confused by %j',
  (step) => expect(new Doorkeeper([OLD]).answer({}, step)).toEqual(REFUSED),
);

it('lets everybody in where there is no secret, and says that there is none', () => {
  const door = new Doorkeeper([]);
  expect(door.admits({})).toBe(true);
  expect(door.answer({}, { nonce: newNonce() })).toEqual({ notTaken: 'no secret' });
});
