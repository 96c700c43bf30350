import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '@opsledger/testing';
import { Kafka, type LogEntry } from 'kafkajs';
import { KafkaTopicFeed } from './kafka-topic-feed';

test('whoever stops does not wait for brokers that take the connection and say nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const said: LogEntry[] = [];
  const kafka = new Kafka({
    brokers: [`127.0.0.1:${(silent.address() as AddressInfo).port}`],
    retry: { retries: 0 },
    logCreator: () => (entry) => said.push(entry),
  });
  const errors: Error[] = [];
  const following = new KafkaTopicFeed(kafka, ['spec']).follow('end', {
    receive: async () => undefined,
    onError: (error) => errors.push(error),
  });
  const [connection] = (await once(silent, 'connection')) as [Socket];
  await following.stop();
  expect(errors).toEqual([]);

  connection.destroy();
  silent.close();
  // What it had begun ends with its connection, and leaves nothing behind for other specs.
  await eventually(() => expect(said).not.toEqual([]));
}, 10_000);
