import { randomUUID } from 'node:crypto';
import { NO_STREAM, streamOf } from '@opsledger/event-store';
import { describeWithKafka } from '@opsledger/kafka-local';
import { eventually } from '@opsledger/testing';
import type { Outlets } from './outlets';
import { RelayWorld, fact } from './relay-world.fixture';

describeWithKafka('the relay on Kafka', (brokers) => {
  let world: RelayWorld;
  beforeEach(async () => (world = await RelayWorld.on(brokers())));
  afterEach(() => world.end(), 60_000);

  it('publishes valid CloudEvents on the topic of their service', async () => {
    await world.happen(8);
    await world.relay('a');
    const { seen } = await world.reader(world.topics.allEvents);
    await eventually(() => world.expectTheLog(seen), { timeoutMs: 60_000 });
    const log = await world.log();
    const { topic, key, value, headers } = seen.find(({ headers }) => headers.ce_id === log[0]!.id)!;
    expect({ topic, key, value }).toEqual({
      topic: world.topics.events('incident'),
      key: log[0]!.subject,
      value: log[0]!.data,
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: log[0]!.id,
      ce_source: '/opsledger/incident',
      ce_type: 'opsledger.incident.IncidentLogged.v1',
      ce_subject: log[0]!.subject,
      ce_partitionkey: log[0]!.subject,
      ce_sequence: '0000000001',
      ce_position: log[0]!.position,
    });
  }, 180_000);

  it('leaves a foreign reader without a gap when two relays compete and one dies', async () => {
    await world.happen(2_000);
    let isDead = false;
    /** Nothing comes back once it is dead, though what was sent before arrives. */
    const mortal = ({ events, ...others }: Outlets): Outlets => ({
      ...others,
      events: async () => {
        const publisher = await events();
        return {
          publish: async (batch) => {
            await publisher.publish(batch);
            if (isDead) await new Promise(() => undefined);
          },
          close: () => publisher.close(),
        };
      },
    });
    const first = await world.relay('victim', mortal);
    const second = await world.relay('heir');
    const { seen } = await world.reader(world.topics.allEvents);
    const growing = world.happen(3_000);
    await eventually(() => expect(seen.length).toBeGreaterThan(500), { timeoutMs: 60_000 });
    isDead = true;
    expect((await first.status()).publishers[0]?.state).toBe('running');
    await world.disconnect('victim');
    await growing;
    const head = (await world.log()).at(-1)!.position;
    await eventually(
      async () => {
        const { position } = (await second.status()).publishers[0]!;
        expect(position).toBe(head);
      },
      { timeoutMs: 60_000 },
    );
    await eventually(() => world.expectTheLog(seen), { timeoutMs: 60_000, intervalMs: 500 });
  }, 240_000);

  it('keeps the latest state of each record, and a tombstone where it is gone', async () => {
    const [kept, lost] = [randomUUID(), randomUUID()];
    const append = (id: string) => world.append('incident', id, 'IncidentLogged');
    await append(kept);
    await append(lost);
    await world.relay('a');
    const { seen } = await world.reader([world.topics.state('incident')]);
    const latest = (id: string) => seen.findLast(({ key }) => key === id);
    await eventually(() => expect([latest(kept), latest(lost)]).not.toContain(undefined), { timeoutMs: 60_000 });
    expect(latest(kept)).toMatchObject({
      value: { id: kept, version: 1 },
      headers: {
        kind: 'incident',
        subject: kept,
        sequence: '0000000001',
        type: 'opsledger.incident.IncidentLogged.v1',
      },
    });
    world.gone.add(lost);
    await append(lost);
    await append(kept);
    await eventually(() => expect(latest(lost)!.value).toBeNull(), { timeoutMs: 60_000 });
    await eventually(() => expect(latest(kept)!.value).toEqual({ id: kept, version: 2 }), { timeoutMs: 60_000 });
  }, 180_000);

  it('refuses states of whoever was deposed', async () => {
    const outlets = world.outlets();
    const {
      events: [event],
    } = await world.store.append(streamOf('incident', randomUUID()), NO_STREAM, [fact('IncidentLogged', 1)]);
    const send = (state: object) => [{ service: 'incident', state, event: event! }];
    const opened = async () => {
      const outlet = await outlets.states();
      world.finally(() => outlet.close());
      return outlet;
    };
    // Topics that were made a moment ago may have no leader yet.
    const before = await eventually(
      async () => {
        const outlet = await opened();
        await outlet.send(send({ told: 'by the first' }));
        return outlet;
      },
      { timeoutMs: 60_000 },
    );
    const after = await opened();
    await after.send(send({ told: 'by the second' }));
    await expect(before.send(send({ told: 'too late' }))).rejects.toThrow('Kafka refuses: sending in a transaction');
    const { seen } = await world.reader([world.topics.state('incident')]);
    await after.send(send({ told: 'at last' }));
    await eventually(() => expect(seen.at(-1)?.value).toEqual({ told: 'at last' }), { timeoutMs: 60_000 });
    expect(seen.map(({ value }) => value.told)).toEqual(['by the first', 'by the second', 'at last']);
  }, 180_000);

  it('tells of an event that could not be applied on the topic beside it, once', async () => {
    await world.happen(1);
    const [event] = await world.log();
    const { rows } = await world.database.pool.query<{ id: string }>(
      `insert into opsledger.checkpoints (reader, name, version, position) values ('projection', 'incident-list', 1, $1) returning id`,
      [event!.position],
    );
    await world.database.pool.query(
      `insert into opsledger.parked_events (checkpoint_id, reader, key, position, event_id, event_type, event, error, attempts)
     values ($1, 'incident-list', $2, $3, $4, $5, $6, 'TypeError: no title', 3)`,
      [rows[0]!.id, event!.subject, event!.position, event!.id, event!.type, JSON.stringify(event)],
    );
    const relay = await world.relay('a');
    const { seen } = await world.reader([world.topics.deadLetter('incident')]);
    await eventually(() => expect(seen).toHaveLength(1), { timeoutMs: 60_000 });
    expect(seen[0]).toMatchObject({
      key: event!.subject,
      value: event!.data,
      headers: {
        ce_id: event!.id,
        ce_type: 'opsledger.incident.IncidentLogged.v1',
        'dead-letter-error': 'TypeError: no title',
        'dead-letter-reader': 'incident-list',
        'dead-letter-reader-kind': 'projection',
        'dead-letter-attempts': '3',
      },
    });
    await eventually(async () => expect((await relay.status()).deadLetters).toMatchObject({ waiting: 0 }));
  }, 180_000);
});
