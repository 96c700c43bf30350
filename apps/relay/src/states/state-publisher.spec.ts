import { incidentContracts } from '@opsledger/contracts';
import { linked } from '@opsledger/event-sourcing';
import { START, streamOf, type RecordedEvent } from '@opsledger/event-store';
import { Problem, createLogger, notFound, type QueryMessage } from '@opsledger/service-kit';
import { keyOf, type RecordState } from './record-state';
import { stateKinds } from './state-kinds';
import { StatePublisher } from './state-publisher';

const ID = '0199b0a5-3b1c-7c55-9f3e-5d4f0f3a0001';
const OTHER = '0199b0a5-3b1c-7c55-9f3e-5d4f0f3a0002';

let position = 0;
const fact = (category: string, subject: string, revision = 1): RecordedEvent => ({
  id: `${subject} ${revision}`,
  type: 'SomethingHappened',
  data: {},
  occurredAt: '2026-03-02T09:00:00.000Z',
  recordedAt: '2026-03-02T09:00:00.000Z',
  streamId: streamOf(category, subject),
  category,
  subject,
  revision,
  position: String(++position).padStart(16, '0'),
  hash: '',
  metadata: { actor: { id: 'a', name: 'A', kind: 'person' }, correlationId: 'c' },
});

function publishing(answer: (message: QueryMessage) => unknown) {
  const sent: RecordState[] = [];
  const asked: QueryMessage[] = [];
  const leftOut: string[] = [];
  let atOnce = { now: 0, most: 0 };
  const publisher = new StatePublisher({
    kinds: stateKinds([incidentContracts]),
    services: {
      command: () => Promise.reject(new Error('not asked for')),
      query: async (message) => {
        asked.push(message);
        atOnce = { now: atOnce.now + 1, most: Math.max(atOnce.most, atOnce.now + 1) };
        await new Promise(setImmediate);
        atOnce = { ...atOnce, now: atOnce.now - 1 };
        return answer(message);
      },
    },
    outlet: { send: async (states) => void sent.push(...states), close: async () => undefined },
    logger: createLogger({ level: 'silent', readable: false }),
    onLeftOut: (service) => leftOut.push(service),
  });
  const publish = (...events: readonly RecordedEvent[]) => publisher.publish(linked(events, START));
  return { publish, sent, asked, leftOut, most: () => atOnce.most };
}

it('asks once a batch for each record that changed, as an administrator who knows of its last fact', async () => {
  const { publish, sent, asked } = publishing(({ params }) => ({ ...params, title: 'now' }));
  const [first, other, last] = [fact('incident', ID), fact('incident', OTHER), fact('incident', ID, 2)];
  await publish(first, other, last);
  expect(
    asked.map(({ service, type, params, roles, position }) => ({ service, type, params, roles, position })),
  ).toEqual([
    { service: 'incident', type: 'GetIncident', params: { id: ID }, roles: ['admin'], position: last.position },
    { service: 'incident', type: 'GetIncident', params: { id: OTHER }, roles: ['admin'], position: other.position },
  ]);
  expect(sent).toEqual([
    { service: 'incident', event: last, state: { id: ID, title: 'now' } },
    { service: 'incident', event: other, state: { id: OTHER, title: 'now' } },
  ]);
});

it('names a record by its id, and by kind and id where people chose the id', async () => {
  const { publish, sent, asked } = publishing(() => ({}));
  await publish(fact('incident', ID), fact('incidentsettings', 'settings'));
  expect(sent.map(keyOf)).toEqual([ID, 'incidentsettings-settings']);
  expect(asked[1]).toMatchObject({ type: 'GetIncidentSettings', params: {} });
});

it('tells that a record is gone', async () => {
  const { publish, sent } = publishing(() => {
    throw notFound('It was withdrawn.');
  });
  await publish(fact('incident', ID));
  expect(sent).toMatchObject([{ state: null }]);
});

it('passes over records that have no state, and sends nothing for nothing', async () => {
  const { publish, sent, asked } = publishing(() => ({}));
  await publish(fact('articleuse', ID));
  expect([...sent, ...asked]).toEqual([]);
});

it('fails as a whole while a service cannot answer, so that the batch comes again', async () => {
  const { publish, sent } = publishing(({ params }) => {
    if ((params as { id: string }).id === OTHER) throw new Problem(503, 'away', 'Away', 'Try again.');
    return {};
  });
  await expect(publish(fact('incident', ID), fact('incident', OTHER))).rejects.toThrow('Try again.');
  expect(sent).toEqual([]);
});

it('leaves out what is refused, and says so', async () => {
  const { publish, sent, leftOut } = publishing(({ params }) => {
    if ((params as { id: string }).id === OTHER) throw new Problem(400, 'invalid-request', 'No', 'No such id.');
    return {};
  });
  await publish(fact('incident', ID), fact('incident', OTHER));
  expect(sent.map(keyOf)).toEqual([ID]);
  expect(leftOut).toEqual(['incident']);
});

it('asks for a few at a time', async () => {
  const { publish, sent, most } = publishing(() => ({}));
  await publish(...Array.from({ length: 40 }, (_, index) => fact('incident', `${ID.slice(0, -2)}${index + 10}`)));
  expect(sent).toHaveLength(40);
  expect(most()).toBeLessThanOrEqual(8);
});
