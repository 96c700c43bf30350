import { HeldTogether } from './held-together';
import type { Leases } from './reservations';

/** Gives names when a spec lets it; what was asked for is kept. */
function leasesInHand() {
  const asked: { readonly names: readonly string[]; give: () => void }[] = [];
  const released: string[] = [];
  const losing = new AbortController();
  const leases: Leases = {
    reserve: (names, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        const release = async () => void released.push(names.join());
        asked.push({ names, give: () => resolve({ lost: losing.signal, release }) });
      }),
  };
  return { leases, asked, released, losing };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let count = 0; count < 5; count += 1) await turn();
};

/** Work that ends when it is told to. */
function work(begun: string[], name: string) {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    end: () => end(),
    run: async () => {
      begun.push(name);
      await ended;
      return name;
    },
  };
}

test('those that come together reserve once, and are at work side by side', async () => {
  const { leases, asked, released } = leasesInHand();
  const begun: string[] = [];
  const held = new HeldTogether(leases, async () => void begun.push('prepared'));
  const [one, other] = [work(begun, 'one'), work(begun, 'other')];
  const done = [held.run(['a', 'b'], one.run), held.run(['b', 'c'], other.run)];
  await turns();
  expect(asked.map(({ names }) => names)).toEqual([['a', 'b', 'b', 'c']]);
  expect(begun).toEqual([]);
  asked[0]!.give();
  await turns();
  expect(begun).toEqual(['prepared', 'one', 'other']);
  other.end();
  // Who is ready need not wait for the others; what all hold is given back when the last is ready.
  expect(await done[1]).toBe('other');
  expect(released).toEqual([]);
  one.end();
  expect(await done[0]).toBe('one');
  await turns();
  expect(released).toEqual(['a,b,b,c']);
});

test('those that come while others are at work are the next group', async () => {
  const { leases, asked } = leasesInHand();
  const begun: string[] = [];
  const held = new HeldTogether(leases, async () => undefined);
  const [first, second, third] = [work(begun, 'first'), work(begun, 'second'), work(begun, 'third')];
  const done = [held.run(['a'], first.run)];
  await turns();
  asked[0]!.give();
  done.push(held.run(['b'], second.run));
  await turns();
  done.push(held.run(['c'], third.run));
  await turns();
  expect(asked).toHaveLength(1);
  first.end();
  await turns();
  expect(asked.map(({ names }) => names)).toEqual([['a'], ['b', 'c']]);
  asked[1]!.give();
  second.end();
  third.end();
  expect(await Promise.all(done)).toEqual(['first', 'second', 'third']);
});

test('work that fails, and a group that cannot begin, are nobody else’s fault', async () => {
  const { leases, asked, released } = leasesInHand();
  const prepare = jest.fn(async () => undefined);
  const held = new HeldTogether(leases, prepare);
  const failing = held.run(['a'], () => Promise.reject(new Error('refused')));
  const fine = held.run(['b'], async () => 'fine');
  await turns();
  asked[0]!.give();
  await expect(failing).rejects.toThrow('refused');
  expect(await fine).toBe('fine');

  prepare.mockRejectedValueOnce(new Error('behind'));
  const neverBegun = jest.fn();
  const behind = held.run(['c'], neverBegun);
  await turns();
  asked[1]!.give();
  await expect(behind).rejects.toThrow('behind');
  expect(neverBegun).not.toHaveBeenCalled();
  const after = held.run(['d'], async () => 'after');
  await turns();
  asked[2]!.give();
  expect(await after).toBe('after');
  await turns();
  expect(released).toEqual(['a,b', 'c', 'd']);
});

test('who waits for too long is told to try again; who came later still has time', async () => {
  const { leases, asked } = leasesInHand();
  const [early, late] = [new AbortController(), new AbortController()];
  const patiences = [early, late].map(({ signal }) => signal);
  const held = new HeldTogether(
    leases,
    async () => undefined,
    () => patiences.shift()!,
  );
  const begun = jest.fn();
  const impatient = held.run(['a'], begun);
  const patient = held.run(['b'], async () => 'done');
  await turns();
  early.abort();
  await expect(impatient).rejects.toMatchObject({ status: 503, code: 'reserved-meanwhile' });
  await turns();
  expect(asked.map(({ names }) => names)).toEqual([['a', 'b'], ['b']]);
  asked[1]!.give();
  expect(await patient).toBe('done');
  expect(begun).not.toHaveBeenCalled();
});

test('who came for their turn too late are turned away without a reservation', async () => {
  const { leases, asked } = leasesInHand();
  const over = AbortSignal.abort(new Error('too long'));
  const held = new HeldTogether(
    leases,
    async () => undefined,
    () => over,
  );
  const begun = jest.fn();
  await expect(held.run(['a'], begun)).rejects.toMatchObject({ code: 'reserved-meanwhile' });
  expect(asked).toEqual([]);
  expect(begun).not.toHaveBeenCalled();
});

test('all at work are told when what they hold is lost', async () => {
  const { leases, asked, losing } = leasesInHand();
  const held = new HeldTogether(leases, async () => undefined);
  const told = [['a'], ['b']].map((names) => held.run(names, async (lost) => lost));
  await turns();
  losing.abort();
  asked[0]!.give();
  for (const lost of await Promise.all(told)) expect(lost.aborted).toBe(true);
});
