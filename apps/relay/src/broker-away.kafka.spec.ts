import { describeWithOwnKafka } from '@opsledger/kafka-local';
import { eventually } from '@opsledger/testing';
import type { Relay } from './relay';
import { RelayWorld } from './relay-world.fixture';

const PATIENTLY = { timeoutMs: 60_000, intervalMs: 200 };

describeWithOwnKafka('a relay whose broker goes away', 1, (kafka) => {
  let world: RelayWorld;
  beforeEach(async () => (world = await RelayWorld.on(kafka().brokers)));
  afterEach(() => world.end(), 60_000);

  async function expectAllPublished(relay: Relay): Promise<void> {
    const { position } = (await world.log()).at(-1)!;
    // All of what the relay says of itself: a failure here shows what it waits for.
    const { publishers } = await relay.status();
    expect(publishers).toContainEqual(expect.objectContaining({ name: 'relay-events', position, error: undefined }));
  }

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
    await eventually(() => expectAllPublished(relay), PATIENTLY);
    const { seen } = await world.reader(world.topics.allEvents);
    await eventually(() => world.expectTheLog(seen), PATIENTLY);
  }, 240_000);

  it('goes on where it was when the broker dies under it and comes back', async () => {
    await world.happen(200);
    const relay = await world.relay('a');
    await eventually(() => expectAllPublished(relay), PATIENTLY);
    const growing = world.happen(2_000);
    await kafka().kill();
    await growing;
    await eventually(async () => expect((await relay.status()).publishers[0]!.lagMs).toBeGreaterThan(1_000), PATIENTLY);
    await kafka().restart();
    await eventually(() => expectAllPublished(relay), PATIENTLY);
    const { seen } = await world.reader(world.topics.allEvents);
    await eventually(() => world.expectTheLog(seen), PATIENTLY);
  }, 240_000);
});
