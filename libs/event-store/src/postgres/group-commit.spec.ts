import { NO_STREAM } from '../event-store';
import { StoreOverloaded } from '../errors';
import type { EncodedEvent } from '../encoded-event';
import { GroupCommit, type GroupCommitOptions, type PendingAppend } from './group-commit';

const event = (id: string, size = 10): EncodedEvent => ({
  id,
  type: 'T',
  occurredAt: '2026-03-01T09:00:00.000Z',
  data: 'x'.repeat(size),
  metadata: '',
});

let ids = 0;
const append = (streamId: string, events: EncodedEvent[] = [event(`id-${ids++}`)]): PendingAppend => ({
  streamId,
  expected: NO_STREAM,
  events,
});

/** A server that answers when the test says so. */
function server(options: Partial<GroupCommitOptions<string>> = {}) {
  const batches: PendingAppend[][] = [];
  const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const commits = new GroupCommit<string>({
    send: (batch) => {
      batches.push([...batch]);
      return new Promise((resolve, reject) =>
        answers.push({ resolve: () => resolve(batch.map(({ streamId }) => `done ${streamId}`)), reject }),
      );
    },
    mayBeSplit: () => false,
    overlapFrom: 1_000,
    maxBatchEvents: 100,
    maxBatchSize: 10_000,
    maxWaiting: 1_000,
    maxWaitingSize: 100_000,
    ...options,
  });
  const answer = async () => {
    answers.shift()?.resolve();
    await turn();
  };
  const streams = () => batches.map((batch) => batch.map(({ streamId }) => streamId));
  return { commits, answers, answer, streams };
}

const turn = async () => {
  for (let count = 0; count < 3; count++) await new Promise(setImmediate);
};

test('appends of one turn share a batch; those that come meanwhile share the next', async () => {
  const { commits, answer, streams } = server();
  const first = [commits.submit(append('a')), commits.submit(append('b'))];
  await turn();
  const second = [commits.submit(append('c')), commits.submit(append('d'))];
  await turn();
  expect(streams()).toEqual([['a', 'b']]);
  await answer();
  expect(await Promise.all(first)).toEqual(['done a', 'done b']);
  expect(streams()).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  await answer();
  expect(await Promise.all(second)).toEqual(['done c', 'done d']);
});

test('a stream and an event id are in a batch once, and appends of a stream keep their order', async () => {
  const { commits, answer, streams } = server();
  const shared = event('shared');
  const all = [append('a'), append('a'), append('b', [shared]), append('c', [shared]), append('a')];
  const done = all.map((each) => commits.submit(each));
  for (let round = 0; round < 3; round++) {
    await turn();
    await answer();
  }
  await Promise.all(done);
  expect(streams()).toEqual([['a', 'b'], ['a', 'c'], ['a']]);
});

test('batches are bounded in events and in size, but one large append goes alone', async () => {
  const { commits, answer, streams } = server({ maxBatchEvents: 3, maxBatchSize: 100 });
  const events = (count: number, size?: number) => Array.from({ length: count }, () => event(`id-${ids++}`, size));
  const all = [append('a', events(2)), append('b', events(2)), append('c', events(5)), append('d', events(1, 500))];
  const done = all.map((each) => commits.submit(each));
  for (let round = 0; round < 4; round++) {
    await turn();
    await answer();
  }
  await Promise.all(done);
  expect(streams()).toEqual([['a'], ['b'], ['c'], ['d']]);
});

test('when many wait, half goes ahead and the rest follows at once', async () => {
  const { commits, streams, answer } = server({ overlapFrom: 2 });
  const done = ['a', 'b', 'c', 'd'].map((stream) => commits.submit(append(stream)));
  await turn();
  expect(streams()).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  await answer();
  await answer();
  await Promise.all(done);
});

test('more than may wait is refused, and taken again when there is room', async () => {
  const { commits, answer } = server({ maxWaiting: 2 });
  const one = commits.submit(append('a'));
  const two = commits.submit(append('b'));
  await expect(commits.submit(append('c'))).rejects.toThrow(StoreOverloaded);
  await turn();
  const three = commits.submit(append('c'));
  await answer();
  await answer();
  expect(await Promise.all([one, two, three])).toEqual(['done a', 'done b', 'done c']);
});

test('more text than may wait is refused', async () => {
  const { commits, answer } = server({ maxWaitingSize: 100 });
  const one = commits.submit(append('a', [event('large', 500)]));
  await expect(commits.submit(append('b'))).rejects.toThrow('1 appends waiting');
  await turn();
  await answer();
  await one;
});

test('a batch whose fate is unknown fails as a whole; the next one goes on', async () => {
  const { commits, answers, answer } = server();
  const lost = [commits.submit(append('a')), commits.submit(append('b'))];
  await turn();
  answers.shift()?.reject(new Error('connection lost'));
  for (const each of lost) await expect(each).rejects.toThrow('connection lost');
  const next = commits.submit(append('a'));
  await turn();
  await answer();
  expect(await next).toBe('done a');
});

test('a batch the server refused is sent append by append, so that only the culprit fails', async () => {
  const commits = new GroupCommit<string>({
    send: async (batch) => {
      if (batch.some(({ streamId }) => streamId === 'bad')) throw new Error('refused');
      return batch.map(({ streamId }) => streamId);
    },
    mayBeSplit: () => true,
    overlapFrom: 1_000,
    maxBatchEvents: 100,
    maxBatchSize: 10_000,
    maxWaiting: 100,
    maxWaitingSize: 10_000,
  });
  const done = await Promise.allSettled(['a', 'bad', 'b'].map((stream) => commits.submit(append(stream))));
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('what was not sent can be abandoned', async () => {
  const { commits, answer } = server();
  const sent = commits.submit(append('a'));
  await turn();
  const waiting = commits.submit(append('b'));
  commits.abandon(new Error('closed'));
  await expect(waiting).rejects.toThrow('closed');
  await answer();
  expect(await sent).toBe('done a');
});
