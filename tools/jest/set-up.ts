import { KafkaOffer } from '../../libs/kafka-local/src';
import startPostgres from './start-postgres';

declare global {
  var testKafka: KafkaOffer | undefined;
}

/** What specs find running, or running as soon as they ask. */
export default async function setUp(): Promise<void> {
  globalThis.testKafka = await KafkaOffer.open();
  await startPostgres();
}
