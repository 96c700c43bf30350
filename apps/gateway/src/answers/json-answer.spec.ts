import { WrittenRecord } from '@opsledger/service-kit';
import { jsonAnswer } from './json-answer';

it('is the JSON of what was answered, of a record as it was written', () => {
  expect(jsonAnswer({ id: 'a', nothing: undefined })).toBe('{"id":"a"}');
  expect(jsonAnswer(new WrittenRecord({ id: 'a' }, { now: 1 }))).toBe('{"id":"a","now":1}');
});

it('is bytes where it is large: text would stay in the heap until the client has read it', () => {
  const record = { text: 'Störung '.repeat(20_000) };
  for (const answer of [jsonAnswer(record), jsonAnswer(new WrittenRecord(record))]) {
    expect(Buffer.isBuffer(answer)).toBe(true);
    expect(String(answer)).toBe(JSON.stringify(record));
  }
});
