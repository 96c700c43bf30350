import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { wants } from './answer-format';
import { csvOf } from './csv';

const text = (rows: object[], declared?: string[]): string => [...csvOf(rows, declared)].join('');

test('whatever text is in a cell comes back, and none begins a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ 'a,"': fc.string(), b: fc.string() }), { minLength: 1 }), (rows) => {
      const read = parse(text(rows), { columns: true, relax_column_count: false, skip_empty_lines: false }) as Record<
        string,
        string
      >[];
      const shown = (value: string) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
      expect(read).toEqual(rows.map((row) => ({ 'a,"': shown(row['a,"']), b: shown(row.b) })));
    }),
  );
});

test('columns are those of all rows; without rows, those declared', () => {
  expect(text([{ a: 1 }, { b: -2.5, a: null }])).toBe('a,b\r\n1,\r\n,-2.5\r\n');
  expect(text([], ['a', 'b'])).toBe('a,b\r\n');
});

test('many rows come in pieces', () => {
  const pieces = [...csvOf(Array.from({ length: 1_201 }, (_, row) => ({ row })))];
  expect(pieces).toHaveLength(4);
  expect(pieces.join('').split('\r\n')).toHaveLength(1_203);
});

test.each([
  [undefined, undefined, false],
  [undefined, 'text/csv', true],
  [undefined, '*/*', false],
  [undefined, 'text/html,application/json;q=0.9,*/*;q=0.8', false],
  [undefined, 'application/json, text/csv', false],
  [undefined, 'text/csv, application/json', true],
  [undefined, 'application/json;q=0.5, text/csv', true],
  [undefined, 'text/csv;q=0', false],
  ['csv', 'application/json', true],
  ['json', 'text/csv', false],
])('format=%s with Accept: %s', (format, accept, csv) => {
  expect(wants('csv', format, accept)).toBe(csv);
});

test('another format is refused', () => {
  expect(() => wants('csv', 'xml', undefined)).toThrow('json or csv');
  expect(() => wants('csv', ['csv', 'csv'], undefined)).toThrow('json or csv');
});
