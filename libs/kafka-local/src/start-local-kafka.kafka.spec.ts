import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@opsledger/testing';
import { Kafka, logLevel } from 'kafkajs';
import { startLocalKafka } from './start-local-kafka';
import { describeWithOwnKafka } from './testing/describe-with-kafka';
import { FOLDER_PREFIX } from './testing/offer-kafka';

const clientOf = (brokers: string) =>
  new Kafka({ brokers: brokers.split(','), clientId: 'spec', logLevel: logLevel.NOTHING });

async function textsOf(kafka: Kafka, topic: string, count: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `spec-${topic}-${count}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const texts: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
      texts.push(message.value?.toString() ?? '');
      if (texts.length >= count) resolve();
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return texts;
}

describeWithOwnKafka('a broker of our own', 1, (kafka) => {
  it('keeps what was acknowledged when it is killed, under the same address', async () => {
    const client = clientOf(kafka().brokers);
    const admin = client.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1, replicationFactor: 1 }] });
    await admin.disconnect();
    const producer = client.producer();
    await producer.connect();
    await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'one' }, { value: 'two' }] });
    await producer.disconnect();

    const before = kafka().pids[1];
    await kafka().kill();
    expect(kafka().pids[1]).toBeUndefined();
    await kafka().restart();
    expect(kafka().pids[1]).not.toBe(before);

    expect(await textsOf(client, 'kept', 2)).toEqual(['one', 'two']);
  }, 120_000);

  it('is not waited for when its start is called off, and is not left running', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-off-`));
    const pidFile = join(dataDir, 'node-1', 'kafka.pid');
    const off = new AbortController();
    const starting = startLocalKafka({ dataDir, signal: off.signal });
    await eventually(() => expect(existsSync(pidFile)).toBe(true), { timeoutMs: 60_000 });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    off.abort(new Error('called off'));
    await expect(starting).rejects.toThrow('called off');
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    rmSync(dataDir, { recursive: true, force: true });
  }, 120_000);

  it('makes no topic that nobody asked for', async () => {
    const admin = clientOf(kafka().brokers).admin();
    await admin.connect();
    await expect(admin.fetchTopicMetadata({ topics: ['nobody'] })).rejects.toThrow(/does not host this topic/);
    await admin.disconnect();
  });
});

describe('a broker that is kept running', () => {
  const told: string[] = [];
  const keep = { info: (line: string) => void told.push(line), warn: (line: string) => void told.push(line) };

  describeWithOwnKafka(
    'and dies',
    1,
    (kafka) => {
      it('is started again under the same address, which is told, and stays down when it is ended', async () => {
        const before = kafka().pids[1]!;
        process.kill(before, 'SIGKILL');
        await eventually(() => expect(told).toHaveLength(2), { timeoutMs: 60_000 });
        const after = kafka().pids[1]!;
        expect(told).toEqual([
          `Kafka node 1 (pid ${before}) ended unexpectedly; starting it again`,
          `Kafka node 1 is back (pid ${after})`,
        ]);
        const admin = clientOf(kafka().brokers).admin();
        await admin.connect();
        expect((await admin.describeCluster()).brokers).toHaveLength(1);
        await admin.disconnect();

        await kafka().stop();
        expect(() => process.kill(after, 0)).toThrow('ESRCH');
        expect(kafka().pids[1]).toBeUndefined();
        expect(told).toHaveLength(2);
      }, 120_000);
    },
    { keep },
  );
});
