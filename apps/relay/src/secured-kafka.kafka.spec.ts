import { randomUUID } from 'node:crypto';
import { publishedContracts } from '@opsledger/contracts';
import { MemoryEventStore, NO_STREAM, START, streamOf, type RecordedEvent } from '@opsledger/event-store';
import {
  EventPublisher,
  Topics,
  catalogueOf,
  connectKafka,
  ensureTopics,
  openKafkaSource,
  type KafkaSource,
} from '@opsledger/kafka';
import { describeWithOwnKafka } from '@opsledger/kafka-local';
import { Metrics } from '@opsledger/service-kit';
import { eventually } from '@opsledger/testing';
import type { AclEntry, Admin, Kafka } from 'kafkajs';
import { kafkaOutlets } from './kafka/kafka-outlets';
import { fact, logger } from './relay-world.fixture';
import {
  LISTENERS,
  OPERATOR,
  PASSWORDS,
  SETTINGS,
  Ways,
  environmentOf,
  foreigner,
  rightsOfThePage,
  type Variables,
} from './secured-kafka.fixture';

const catalogue = catalogueOf(publishedContracts);
/** A refusal comes at once; where the client tries again it takes a second or two. */
const QUICKLY_MS = 8_000;
const PATIENTLY = { timeoutMs: 15_000, intervalMs: 50 };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
}, 30_000);

const clientOf = (variables: Variables): Kafka => connectKafka(environmentOf(variables), 'spec');

async function someEvents(count: number): Promise<readonly RecordedEvent[]> {
  const log = new MemoryEventStore();
  for (let index = 0; index < count; index++)
    await log.append(streamOf('incident', randomUUID()), NO_STREAM, [fact('IncidentLogged', index)]);
  return log.readAll({ after: START, limit: count });
}

/** Its log is empty: whatever it reads came by Kafka. */
function follow(variables: Variables, topics: Topics) {
  const errors: Error[] = [];
  const source = openKafkaSource({
    kafka: clientOf(variables),
    topics,
    log: { head: async () => START, readAll: async () => [] },
    logger: {
      info: () => undefined,
      warn: ({ err }: { err?: Error }) => void (err && errors.push(err)),
      error: () => undefined,
    },
    metrics: new Metrics(),
    feed: { backoffMs: [20, 200] },
  });
  closing.push(() => source.stop());
  source.start();
  return { source, errors };
}

async function publisherOf(variables: Variables, topics: Topics): Promise<EventPublisher> {
  const publisher = await EventPublisher.open(clientOf(variables), catalogue, topics);
  closing.push(() => publisher.close());
  return publisher;
}

/** Each event when the one before was read. */
async function goThrough(publisher: Publishes, source: KafkaSource): Promise<void> {
  let previous = START;
  for (const event of await someEvents(2)) {
    await publisher.publish([{ event, previous }]);
    expect(await source.read(previous, 10, AbortSignal.timeout(15_000))).toEqual([event]);
    previous = event.position;
  }
}

async function publishOne(publisher: Publishes): Promise<void> {
  await publisher.publish((await someEvents(1)).map((event) => ({ event, previous: START })));
}

type Publishes = Pick<EventPublisher, 'publish'>;

async function refusalOf(doing: () => Promise<unknown>): Promise<Error> {
  const begun = performance.now();
  const error = await doing().then(
    () => new Error('nothing was refused'),
    (reason: Error) => reason,
  );
  expect(performance.now() - begun).toBeLessThan(QUICKLY_MS);
  return error;
}

describeWithOwnKafka(
  'brokers that want to know who is there',
  1,
  (kafka) => {
    const ways = new Ways(kafka);
    const topics = new Topics(catalogue, 'spec');
    let admin: Admin;
    beforeAll(async () => {
      const open = clientOf({ KAFKA_BROKERS: kafka().brokers });
      admin = open.admin();
      await admin.connect();
      await ensureTopics(open, topics, environmentOf({ KAFKA_BROKERS: kafka().brokers }));
      await eventually(async () => {
        for (const topic of topics.allEvents) await admin.fetchTopicOffsets(topic);
      }, PATIENTLY);
    }, 60_000);
    afterAll(async () => {
      await admin.disconnect();
      ways.remove();
    });

    const groups = async () => (await admin.listGroups()).groups.map(({ groupId }) => groupId);

    /** Follows, and has found its place: what is published from now on it reads. */
    async function followFromNow(variables: Variables, of: Topics) {
      const before = new Set(await groups());
      const following = follow(variables, of);
      await eventually(async () => {
        const news = (await groups()).filter((group) => !before.has(group));
        expect(news).toEqual([expect.stringMatching(/^opsledger-/)]);
      }, PATIENTLY);
      return following;
    }

    it.each<[string, () => Variables]>([
      ['PLAIN over TLS', () => ways.login('admin', 'plain')],
      ['SCRAM-SHA-256 over TLS', () => ways.login('admin', 'scram-sha-256')],
      ['SCRAM-SHA-512 over TLS', () => ways.login('admin', 'scram-sha-512')],
      ['a certificate alone', () => ways.showing(OPERATOR)],
      ['a login without TLS', () => ways.loginInTheOpen()],
    ])('are published to and read with %s', async (_name, variables) => {
      const { source } = await followFromNow(variables(), topics);
      await goThrough(await publisherOf(variables(), topics), source);
    });

    const refuses = 'KafkaRefused';
    const isAway = 'KafkaUnavailable';
    it.each<[string, () => Variables, string, RegExp]>([
      ['a wrong password (PLAIN)', () => wrong(ways.login('admin', 'plain')), refuses, /KAFKA_SASL_PASSWORD/],
      ['a wrong password (SCRAM)', () => wrong(ways.login('admin')), refuses, /KAFKA_SASL_PASSWORD/],
      ['a mechanism that is not there', () => ways.loginInTheOpen('plain'), refuses, /KAFKA_SASL_MECHANISM/],
      ['no login', () => ({ ...ways.login(), ...NO_LOGIN }), isAway, /KAFKA_SASL_MECHANISM/],
      ['a login where none is taken', () => ({ ...ways.login(), ...OPERATORS() }), refuses, /KAFKA_SASL_MECHANISM/],
      ['an authority that is not trusted', () => ({ ...ways.login(), KAFKA_TLS_CA: '' }), refuses, /KAFKA_TLS_CA/],
      ["another host's certificate", () => ways.at('ELSEWHERE'), refuses, /KAFKA_BROKERS/],
      ['no TLS', () => ({ ...ways.login(), ...NO_TLS }), refuses, /KAFKA_TLS=true/],
      ['TLS where there is none', () => ways.at(), isAway, /KAFKA_TLS/],
      ['no certificate', () => ways.at('MUTUAL'), refuses, /KAFKA_TLS_CERT/],
      ['an unknown certificate', () => ways.showing(foreigner.issue('operator')), refuses, /KAFKA_TLS_CERT/],
    ])('are not reached with %s, which is said at once', async (_name, variables, kind, remedy) => {
      const given = variables();
      const { errors } = follow(given, topics);
      const error = await refusalOf(() => publisherOf(given, topics));
      expect({ kind: error.name, text: error.message }).toEqual({ kind, text: expect.stringMatching(remedy) });
      await eventually(() => expect(errors).not.toEqual([]), { timeoutMs: QUICKLY_MS });
      expect({ kind: errors[0]!.name, text: errors[0]!.message }).toEqual({
        kind,
        text: expect.stringMatching(remedy),
      });
    });
    const wrong = (variables: Variables): Variables => ({ ...variables, KAFKA_SASL_PASSWORD: 'wrong' });
    const OPERATORS = () => ways.showing(OPERATOR);

    it('take a certificate that was renewed, without a new start', async () => {
      const client = clientOf(ways.showing(foreigner.issue('operator')));
      await refusalOf(() => EventPublisher.open(client, catalogue, topics));
      ways.showing(OPERATOR);
      await (await EventPublisher.open(client, catalogue, topics)).close();
    });

    it('let a relay and services work with the rights that the page names, and need each of them', async () => {
      const own = new Topics(catalogue);
      const [asRelay, asServices] = [ways.login('opsledger-relay'), ways.login('opsledger-services')];
      const outlets = kafkaOutlets(environmentOf(asRelay), publishedContracts, logger);
      const [relayTopics, relayFence, readTopics, readGroups, ...writeDeadLetters] = rightsOfThePage();
      const grant = (acl: readonly AclEntry[]) => admin.createAcls({ acl: [...acl] });
      // Of a coordinator the client does not tell whether it is away or refuses.
      const notFound = {
        name: 'KafkaUnavailable',
        message: expect.stringMatching(/group or the transactional id.*secure-kafka/),
      };
      const refused = { name: 'KafkaRefused', message: expect.stringMatching(/secure-kafka/) };

      expect(await refusalOf(outlets.events)).toMatchObject({
        ...refused,
        message: expect.stringMatching(/itsm\.\w+\.[\w-]+: Not authorized/),
      });
      await grant(relayTopics!);
      const events = await eventually(outlets.events, PATIENTLY);
      closing.push(() => events.close());

      expect(await refusalOf(outlets.states)).toMatchObject(notFound);
      await grant(relayFence!);
      const states = await eventually(outlets.states, PATIENTLY);
      closing.push(() => states.close());
      const [event] = await someEvents(1);
      await states.send([{ service: 'incident', event: event!, state: { id: event!.subject } }]);
      const deadLetters = await outlets.deadLetters();
      closing.push(() => deadLetters.close());
      const reader = { kind: 'projection', name: 'list' } as const;
      await deadLetters.publish([
        { reader, key: 'a', event: event!, error: 'no', attempts: 3, parkedAt: new Date().toISOString() },
      ]);

      const { errors, source } = follow(asServices, own);
      await eventually(() => expect(errors.at(-1)).toMatchObject(refused), PATIENTLY);
      expect(errors.at(-1)!.message).toMatch(/topics/);
      await grant(readTopics!);
      await eventually(() => expect(errors.at(-1)).toMatchObject(notFound), PATIENTLY);
      const before = new Set(await groups());
      await grant(readGroups!);
      await eventually(async () => expect((await groups()).some((group) => !before.has(group))).toBe(true), PATIENTLY);
      await goThrough(events, source);

      const deadLettersKept = async () => (await admin.fetchTopicOffsets(own.deadLetter('incident')))[0]!.high;
      const strange = clientOf({ KAFKA_BROKERS: kafka().brokers }).producer();
      await strange.connect();
      closing.push(() => strange.disconnect());
      const notAnEvent = { topic: own.events('incident'), messages: [{ value: 'no event' }] };
      await strange.send(notAnEvent);
      await eventually(() => expect(errors.at(-1)!.message).toMatch(/Not authorized to access topics/), PATIENTLY);
      expect(await deadLettersKept()).toBe('1');
      await grant(writeDeadLetters.flat());
      await eventually(async () => {
        await strange.send(notAnEvent);
        expect(await deadLettersKept()).not.toBe('1');
      }, PATIENTLY);
      expect(new Set(writeDeadLetters.flat().map(({ resourceName }) => resourceName))).toEqual(
        new Set(own.allDeadLetters),
      );

      expect(await refusalOf(() => publisherOf(asServices, own).then(publishOne))).toMatchObject(refused);
      const more = new Topics(catalogue, 'itsm.more');
      const makeTopics = () => ensureTopics(clientOf(asServices), more, environmentOf(asServices));
      expect(await refusalOf(makeTopics)).toMatchObject(refused);
    }, 60_000);
  },
  { listeners: LISTENERS, users: PASSWORDS, settings: SETTINGS },
);

const NO_LOGIN = { KAFKA_SASL_MECHANISM: '', KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD: '' };
const NO_TLS = { KAFKA_TLS: '', KAFKA_TLS_CA: '' };
