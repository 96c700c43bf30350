import fc from 'fast-check';
import { WrittenRecord } from './written-record';

const value = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.date({ noInvalidDate: true }));
const fields = fc.dictionary(fc.string(), value);

it('is the same JSON as the object that it stands for, whoever writes it and however often', () => {
  fc.assert(
    fc.property(fields, fields, fc.uuid(), (some, more, id) => {
      const record = { ...some, id };
      const now = Object.fromEntries(Object.entries(more).filter(([key]) => !(key in record)));
      const written = new WrittenRecord(record, now);
      const asked = JSON.parse(JSON.stringify({ ...record, ...now })) as unknown;
      for (const text of [written.text(), written.text(), JSON.stringify(written), JSON.stringify(written.toJSON())])
        expect(JSON.parse(text)).toEqual(asked);
    }),
  );
});

it('has nothing to say beside the record when nothing is true only now', () => {
  const record = { id: 'a', version: 3 };
  expect(new WrittenRecord(record).text()).toBe('{"id":"a","version":3}');
  expect(new WrittenRecord(record, { left: undefined }).text()).toBe('{"id":"a","version":3}');
  expect(new WrittenRecord(record, { right: 1 }).text()).toBe('{"id":"a","version":3,"right":1}');
  expect(new WrittenRecord(record).version).toBe(3);
});
