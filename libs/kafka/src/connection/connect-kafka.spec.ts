import { SILENT } from '@opsledger/event-sourcing';
import { freePort } from '@opsledger/testing';
import { connectProducer } from '../producing/connect-producer';
import { connectKafka } from './connect-kafka';

it('does not warn of the retries that we limit on purpose, and does of brokers that are away', async () => {
  const told: string[] = [];
  const log = { ...SILENT, warn: (_: object, text: string) => void told.push(text) };
  const kafka = connectKafka({ KAFKA_BROKERS: `127.0.0.1:${await freePort()}` }, 'test', log);
  const producer = connectProducer(kafka, { transactionalId: 'one', retry: { retries: 1, initialRetryTime: 10 } });
  await expect(producer).rejects.toThrow('connecting a producer');
  expect(told).toContainEqual(expect.stringContaining('Connection error'));
  expect(told.filter((text) => text.includes('retries for the idempotent'))).toEqual([]);
});
