import { describeWithOwnKafka } from '@opsledger/kafka-local';
import { eventually } from '@opsledger/testing';
import { RelayWorld } from './relay-world.fixture';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };

describeWithOwnKafka('a relay whose broker goes away', 1, (kafka) => {
  let world: RelayWorld;
  beforeEach(async () => (world = await RelayWorld.on(kafka().brokers)));
  afterEach(() => world.end(), 60_000);

  it('starts without one, says so, and publishes all when it is there', async () => {
    await kafka().kill();
    await world.happen(200);
    const relay = await world.relay('a');
    await eventually(async () => {
      const [events] = (await relay.status()).publishers;
      expect(events).toMatchObject({ error: expect.stringContaining('Kafka is not available') });
      expect(events!.lagMs).toBeGreaterThan(1_000);
    }, PATIENTLY);
    await kafka().restart();
    const { seen } = await world.reader(world.topics.allEvents);
    await eventually(() => world.expectTheLog(seen), PATIENTLY);
    await eventually(async () => expect((await relay.status()).publishers[0]!.error).toBeUndefined(), PATIENTLY);
  }, 180_000);

  it('goes on where it was when the broker dies under it and comes back', async () => {
    await world.happen(200);
    const relay = await world.relay('a');
    await eventually(async () => {
      const log = await world.log();
      expect((await relay.status()).publishers[0]!.position).toBe(log.at(-1)!.position);
    }, PATIENTLY);
    const growing = world.happen(2_000);
    await kafka().kill();
    await growing;
    await eventually(async () => expect((await relay.status()).publishers[0]!.lagMs).toBeGreaterThan(1_000), PATIENTLY);
    await kafka().restart();
    const { seen } = await world.reader(world.topics.allEvents);
    await eventually(() => world.expectTheLog(seen), PATIENTLY);
  }, 180_000);
});
