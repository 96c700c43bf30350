import { stopTestPostgres } from './start-postgres';

export default async function tearDown(): Promise<void> {
  await Promise.all([stopTestPostgres(), globalThis.testKafka?.close()]);
}
