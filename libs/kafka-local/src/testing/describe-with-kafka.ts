import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { hasMaven, isResolved } from '../class-path';
import { locateJava } from '../java';
import { startLocalKafka, type LocalKafka, type LocalKafkaOptions } from '../start-local-kafka';
import { FOLDER_PREFIX, OFFER_VARIABLE, type Answer } from './offer-kafka';

/** The first time, Maven loads Kafka before it starts. */
const FIRST_START_MS = 400_000;

/** Why no broker can be run here; `undefined` when one can. */
function whyNoLocalKafka(): string | undefined {
  try {
    locateJava();
  } catch (error) {
    return (error as Error).message;
  }
  return isResolved() || hasMaven() ? undefined : 'There is no Maven (mvn) to load Kafka with.';
}

/**
 * Specs on a real broker that they share with others: `KAFKA_BROKERS`, else one that this test run starts. Where there is
 * neither they are skipped, which is said; in continuous integration (`CI`) that is a failure. `java`: they start a client
 * in Java besides.
 */
export function describeWithKafka(name: string, body: (brokers: () => string) => void, { java = false } = {}): void {
  const given = process.env.KAFKA_BROKERS;
  describeUnless(given && !java ? undefined : whyNoLocalKafka(), name, () => {
    let brokers = '';
    beforeAll(async () => {
      brokers = given ? await reached(given) : await offered();
    }, FIRST_START_MS);
    body(() => brokers);
  });
}

/** Specs that end and start brokers, or need special ones: each description has its own. */
export function describeWithOwnKafka(
  name: string,
  nodes: number,
  body: (kafka: () => LocalKafka) => void,
  options: Omit<LocalKafkaOptions, 'dataDir' | 'nodes'> = {},
): void {
  describeUnless(whyNoLocalKafka(), name, () => {
    let kafka: LocalKafka | undefined;
    let directory: string;
    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-own-`));
      kafka = await startLocalKafka({ ...options, dataDir: directory, nodes });
    }, FIRST_START_MS);
    afterAll(async () => {
      await kafka?.stop();
      rmSync(directory, { recursive: true, force: true });
    }, 60_000);
    body(() => kafka!);
  });
}

function describeUnless(reason: string | undefined, name: string, body: () => void): void {
  if (reason === undefined) {
    describe(name, body);
    return;
  }
  if (process.env.CI === 'true') {
    it(`${name}: runs in continuous integration`, () => {
      throw new Error(`Kafka specs did not run: ${reason}`);
    });
    return;
  }
  process.stderr.write(`Kafka specs did not run (${name}): ${reason}\n`);
  describe.skip(name, body);
}

/** @throws Error at once when the brokers that were named do not answer */
async function reached(brokers: string): Promise<string> {
  const admin = new Kafka({
    brokers: brokers.split(',').map((broker) => broker.trim()),
    clientId: 'opsledger-tests',
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 1, initialRetryTime: 100 },
    logLevel: logLevel.NOTHING,
  }).admin();
  try {
    await admin.connect();
    await admin.describeCluster();
    return brokers;
  } catch (error) {
    throw new Error(`KAFKA_BROKERS=${brokers} cannot be reached: ${(error as Error).message}`, { cause: error });
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Asks the process that runs the tests, which starts a broker for the first who does. */
async function offered(): Promise<string> {
  const port = Number(process.env[OFFER_VARIABLE]);
  const text = await new Promise<string>((resolve, reject) => {
    let received = '';
    connect(port, '127.0.0.1')
      .on('data', (piece: Buffer) => (received += piece.toString()))
      .on('end', () => resolve(received))
      .on('error', reject);
  });
  const answer = JSON.parse(text) as Answer;
  if ('error' in answer) throw new Error(answer.error);
  return answer.brokers;
}
