import type { QueryMessage, Services } from '@opsledger/service-kit';
import { Authenticator } from './authenticator';

const START = new Date('2026-03-02T10:00:00.000Z');
beforeEach(() => void jest.useFakeTimers({ now: START }));
afterEach(() => void jest.useRealTimers());

function aDirectory() {
  const good = new Map<string, { expiresAt: string | null }>();
  const asked: QueryMessage[] = [];
  const directory = { isDown: false };
  const services: Services = {
    command: () => Promise.reject(new Error('nothing is ordered')),
    query: async (message) => {
      asked.push(message);
      if (directory.isDown) throw new Error('down');
      const found = good.get((message.params as { tokenHash: string }).tokenHash);
      return found ? { actor: { id: 'a', name: 'A', kind: 'person' }, roles: ['agent'], ...found } : null;
    },
  };
  return { good, asked, directory, authenticator: new Authenticator(services, () => new Date()) };
}

/** SHA-256 of `secret`. */
const HASH = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
/** Of the record that follows from the hash. */
const ID = '2bb80d53-7b1d-83e3-8bd3-0361aa855686';
const header = 'Bearer secret';

test('asks the directory for the hash, once for everybody who waits, and remembers for five seconds', async () => {
  const { good, asked, authenticator } = aDirectory();
  good.set(HASH, { expiresAt: null });
  await Promise.all([1, 2, 3].map(() => authenticator.authenticate(header)));
  expect(asked).toEqual([expect.objectContaining({ type: 'AuthenticateToken', params: { tokenHash: HASH, id: ID } })]);
  expect(authenticator.authenticate(header)).toMatchObject({ roles: ['agent'], isAdmin: false });
  await jest.advanceTimersByTimeAsync(5_001);
  await authenticator.authenticate(header);
  expect(asked).toHaveLength(2);
});

test('a revoked token is refused five seconds later at the latest', async () => {
  const { good, authenticator } = aDirectory();
  good.set(HASH, { expiresAt: null });
  await authenticator.authenticate(header);
  good.clear();
  await jest.advanceTimersByTimeAsync(5_001);
  await expect(authenticator.authenticate(header)).rejects.toMatchObject({ status: 401 });
  expect(await authenticator.isStillGood(header, ['agent'])).toBe(false);
});

test('an unknown token is asked for once a second, so that a new one works soon', async () => {
  const { good, asked, authenticator } = aDirectory();
  for (let tries = 0; tries < 3; tries++)
    await expect(authenticator.authenticate(header)).rejects.toMatchObject({ status: 401 });
  expect(asked).toHaveLength(1);
  good.set(HASH, { expiresAt: null });
  await jest.advanceTimersByTimeAsync(1_001);
  await expect(authenticator.authenticate(header)).resolves.toMatchObject({ tokenHash: HASH });
});

test('a token ends at its time, remembered or not', async () => {
  const { good, authenticator } = aDirectory();
  good.set(HASH, { expiresAt: '2026-03-02T10:00:02.000Z' });
  await authenticator.authenticate(header);
  await jest.advanceTimersByTimeAsync(2_000);
  await expect(authenticator.authenticate(header)).rejects.toMatchObject({ status: 401 });
});

test('guesses do not crowd the directory', async () => {
  const { asked, authenticator } = aDirectory();
  const guesses = Array.from({ length: 150 }, (_, index) => authenticator.authenticate(`Bearer guess-${index}`));
  const outcomes = await Promise.allSettled(guesses.map(async (guess) => guess));
  const statuses = outcomes.map((it) => (it.status === 'rejected' ? (it.reason as { status: number }).status : 200));
  expect(statuses).toEqual([...Array(100).fill(401), ...Array(50).fill(503)]);
  expect(asked).toHaveLength(100);
});

test('an answer that was asked for before something changed is not remembered after it', async () => {
  const { good, asked, authenticator } = aDirectory();
  good.set(HASH, { expiresAt: null });
  const before = authenticator.authenticate(header);
  authenticator.forget('anybody');
  good.clear();
  await expect(authenticator.authenticate(header)).rejects.toMatchObject({ status: 401 });
  await expect(before).resolves.toMatchObject({ tokenHash: HASH });
  expect(asked).toHaveLength(2);
  await expect(authenticator.authenticateAnew(header)).rejects.toMatchObject({ status: 401 });
});

test('asking anew rests on no answer, neither given nor under way', async () => {
  const { good, asked, authenticator } = aDirectory();
  good.set(HASH, { expiresAt: null });
  await authenticator.authenticate(header);
  const during = authenticator.authenticateAnew(header);
  good.clear();
  await during;
  await expect(authenticator.authenticateAnew(header)).rejects.toMatchObject({ status: 401 });
  expect(asked).toHaveLength(3);
  await expect(authenticator.authenticate(header)).rejects.toMatchObject({ status: 401 });
});

test('a directory that cannot be asked refuses nobody for good', async () => {
  const { good, directory, authenticator } = aDirectory();
  good.set(HASH, { expiresAt: null });
  directory.isDown = true;
  await expect(authenticator.authenticate(header)).rejects.toThrow('down');
  await expect(authenticator.isStillGood(header, ['agent'])).rejects.toThrow('down');
  directory.isDown = false;
  await expect(authenticator.authenticate(header)).resolves.toMatchObject({ tokenHash: HASH });
});
