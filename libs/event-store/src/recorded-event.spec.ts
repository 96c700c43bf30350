import type { RecordedEvent } from './event';
import { charactersIn, copyOf, recordedEvent } from './recorded-event';

const metadata = { actor: { id: 'mona', name: 'Mona', kind: 'person' }, correlationId: 'c1' };
const data = { title: 'Printer on fire', tags: ['paper', 'smoke'] };
const said = {
  id: '0199c0de-7a10-7b2c-9f3e-5d4f0f3a1001',
  type: 'IncidentLogged',
  occurredAt: '2026-03-02T09:00:00.000Z',
};
const placed = {
  streamId: 'incident-7',
  revision: 1,
  position: '0000000000000042',
  recordedAt: '2026-03-02T09:00:01.000Z',
};
const hash = 'ab'.repeat(32);
const whole = { ...said, ...placed, category: 'incident', subject: '7', hash, data, metadata };

const given = (text = JSON.stringify(data)): RecordedEvent =>
  recordedEvent({ ...said, data: text, metadata: JSON.stringify(metadata) }, { ...placed, hash });

it('says everything, to whoever asks, copies or writes it down', () => {
  const event = given();
  expect({ data: event.data, metadata: event.metadata, subject: event.subject }).toEqual({
    data,
    metadata,
    subject: '7',
  });
  expect(copyOf(event)).toEqual(whole);
  expect(JSON.parse(JSON.stringify(event))).toEqual(whole);
});

it('is parsed once, when it is first asked for', () => {
  const event = given();
  expect(event.data).toBe(event.data);
  expect(event.metadata).toBe(event.metadata);
  const unreadable = given('{');
  expect(unreadable.type).toBe('IncidentLogged');
  expect(() => unreadable.data).toThrow(SyntaxError);
});

it('weighs as much as its copy, and is not parsed for it', () => {
  expect(charactersIn(given())).toBe(charactersIn(copyOf(given())));
  expect(charactersIn(given('{'))).toBeGreaterThan(0);
});
