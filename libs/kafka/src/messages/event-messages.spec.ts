import * as contracts from '@opsledger/contracts';
import { incidentContracts, type ServiceContracts } from '@opsledger/contracts';
import { START, streamOf, type EventMetadata, type RecordedEvent } from '@opsledger/event-store';
import fc from 'fast-check';
import { catalogueOf } from './catalogue';
import { decodeEvent } from './decode-event';
import { encodeEvent } from './encode-event';
import { anEvent } from './event.fixture';
import { InvalidMessage } from './message';
import { Topics } from './topics';

const services = Object.values(contracts).filter(
  (value): value is ServiceContracts => typeof value === 'object' && 'commands' in value && 'queries' in value,
);
const catalogue = catalogueOf(services);
const topics = new Topics(catalogue);
const encode = (event: RecordedEvent, previous = START) => encodeEvent({ event, previous }, catalogue, topics);

/** Exactly the rules of CloudEvents 1.0 for attributes and of its Kafka binding for binary mode. */
function requireCloudEvent({ headers, value }: ReturnType<typeof encode>): void {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce_'));
  for (const name of ['ce_id', 'ce_source', 'ce_specversion', 'ce_type']) expect(headers[name]).toBeTruthy();
  for (const [name, text] of attributes) {
    expect(name).toMatch(/^ce_[a-z0-9]{1,20}$/);
    expect(text).not.toBe('');
    expect(text).not.toMatch(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u);
  }
  expect(headers).toMatchObject({ ce_specversion: '1.0', 'content-type': 'application/json' });
  expect(headers).not.toHaveProperty('ce_datacontenttype');
  expect(new Date(headers.ce_time ?? '').getTime()).not.toBeNaN();
  expect(headers.ce_source).toMatch(/^[!-~]+$/);
  expect(() => JSON.parse(value)).not.toThrow();
}

const text = fc.string({ unit: 'binary', maxLength: 30 });
const name = text.map((so) => so.replace(/[\p{Cc}\p{Cs}]/gu, '')).filter((so) => so !== '');
const instant = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const json = (value: fc.Arbitrary<unknown>) =>
  fc.dictionary(text, value, { maxKeys: 4 }).map((so) => JSON.parse(JSON.stringify(so)) as object);
const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

const metadata: fc.Arbitrary<EventMetadata> = fc
  .record(
    {
      actor: fc.record({ id: text, name: text, kind: fc.constantFrom('person', 'service', 'process') }),
      correlationId: text,
      causationId: text,
      request: fc.record({ key: text, digest: text }),
      imported: fc.record({ batch: text, source: text, row: fc.nat(), contradiction: text }),
      traceparent: text,
    },
    { requiredKeys: ['actor', 'correlationId'] },
  )
  .map((so) => JSON.parse(JSON.stringify(so)) as EventMetadata);

const linked = fc
  .record({
    id: fc.uuid(),
    type: fc.oneof(name, fc.constantFrom(...incidentContracts.events.map((one) => one.name))),
    category: fc.oneof(
      fc.constantFrom('incident', 'change', 'person'),
      name.map((so) => so.replaceAll('-', '')).filter((so) => so !== ''),
    ),
    subject: fc.oneof(
      fc.uuid(),
      text.map((so) => so.replace(/[\p{Cc}\p{Cs}]/gu, '')),
    ),
    data: json(fc.jsonValue({ stringUnit: 'binary' })),
    metadata,
    occurredAt: instant,
    recordedAt: instant,
    revision: fc.integer({ min: 1, max: 2_000_000_000 }),
    hash,
    between: fc.tuple(fc.nat(), fc.integer({ min: 1 })),
  })
  .map(({ between: [before, step], ...event }) => ({
    previous: String(before).padStart(16, '0'),
    event: {
      ...event,
      streamId: streamOf(event.category, event.subject),
      position: String(before + step).padStart(16, '0'),
    },
  }));

it('carries any event there and back exactly, as a valid CloudEvent', () => {
  fc.assert(
    fc.property(linked, ({ event, previous }) => {
      const message = encode(event, previous);
      requireCloudEvent(message);
      const bytes = Object.fromEntries(Object.entries(message.headers).map(([key, held]) => [key, Buffer.from(held)]));
      const back = decodeEvent({ value: Buffer.from(message.value), headers: bytes });
      expect(back).toEqual({ event, previous });
      // The hash of an event covers the texts, so the order of properties counts too.
      expect(JSON.stringify(back.event.data)).toBe(JSON.stringify(event.data));
      expect(JSON.stringify(back.event.metadata)).toBe(JSON.stringify(event.metadata));
    }),
    { numRuns: 500 },
  );
});

it('says what happened to whom in headers that other systems understand', () => {
  const event = anEvent(7, {
    subject: '0199c0de-0000-7000-8000-000000000001',
    revision: 3,
    metadata: {
      actor: { id: 'p1', name: 'Ada', kind: 'person' },
      correlationId: 'c1',
      causationId: 'cause',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    },
  });
  expect(encode(event, '0000000000000006')).toEqual({
    topic: 'itsm.incident.events',
    key: event.subject,
    value: JSON.stringify(event.data),
    timestamp: String(Date.parse(event.recordedAt)),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: '/opsledger/incident',
      ce_type: 'opsledger.incident.IncidentWorkNoted.v1',
      ce_subject: event.subject,
      ce_time: event.occurredAt,
      ce_partitionkey: event.subject,
      ce_stream: event.streamId,
      ce_sequence: '0000000003',
      ce_position: '0000000000000007',
      ce_previous: '0000000000000006',
      ce_recordedat: event.recordedAt,
      ce_actor: 'person:p1',
      ce_correlationid: 'c1',
      ce_causationid: 'cause',
      ce_traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      ce_hash: event.hash,
      log_stream: event.streamId,
      log_type: event.type,
      log_metadata: JSON.stringify(event.metadata),
    },
  });
});

it('puts every kind of record on the topic of the service that owns it, and what nobody owns on one of its own', () => {
  const topicOf = (category: string) => encode(anEvent(1, { category })).topic;
  expect(['incident', 'incidentsettings', 'deployment', 'person', 'slaclocks'].map(topicOf)).toEqual([
    'itsm.incident.events',
    'itsm.incident.events',
    'itsm.change.events',
    'itsm.directory.events',
    'itsm.sla.events',
  ]);
  expect(topicOf('ticket of old')).toBe('itsm.other.events');
  for (const { events, service } of services)
    if (events.length > 0) expect(topics.allEvents).toContain(topics.events(service));
  expect(topics.allEvents).toContain('itsm.other.events');
});

describe('what is no event of the log', () => {
  const good = encode(anEvent(2), '0000000000000001');
  const damaged: readonly [string, Parameters<typeof decodeEvent>[0]][] = [
    ['nothing', { value: null }],
    ['a text', { value: 'hello', headers: {} }],
    ['a value that is no JSON', { ...good, value: '{"half":' }],
    ['a value that is an array', { ...good, value: '[1]' }],
    ['a value that was emptied', { ...good, value: null }],
    ['a header doubled', { ...good, headers: { ...good.headers, ce_id: ['a', 'b'] } }],
    ['metadata without an actor', { ...good, headers: { ...good.headers, log_metadata: '{"correlationId":"c"}' } }],
    [
      'a position that is its own predecessor',
      { ...good, headers: { ...good.headers, ce_previous: '0000000000000002' } },
    ],
    ['a revision below the first', { ...good, headers: { ...good.headers, ce_sequence: '0000000000' } }],
    ...Object.keys(good.headers)
      .filter((header) => /ce_(id|time|sequence|position|previous|recordedat|hash|specversion)|log_/.test(header))
      .flatMap((header): [string, Parameters<typeof decodeEvent>[0]][] => [
        [`${header} missing`, { ...good, headers: { ...good.headers, [header]: undefined } }],
        [`${header} empty`, { ...good, headers: { ...good.headers, [header]: '' } }],
      ]),
  ];

  it.each(damaged)('%s is refused', (_what, message) => {
    expect(() => decodeEvent(message)).toThrow(InvalidMessage);
  });

  it('is named', () => {
    const message = { ...good, headers: { ...good.headers, ce_position: 'first' } };
    expect(() => decodeEvent(message)).toThrow('header ce_position is "first"');
  });
});
