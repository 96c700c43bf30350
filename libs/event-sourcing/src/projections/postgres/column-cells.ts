import { arrays } from '@opsledger/event-store';
import type { Table } from '../projection';
import { writtenColumns } from './table-definition';

/** A column that is written, and how a value becomes text that PostgreSQL reads back as the column's type. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly textOf: (value: unknown) => string;
}

/** Where a type ends and what else is said about a column begins. */
const BEYOND_TYPE =
  /\s+(?:collate|not\s+null|null|default|generated|constraint|check|unique|primary\s+key|references)\b.*$/is;

/** Columns that a projection writes, in the order of its table; those that PostgreSQL generates are left out. */
export const columnsOf = (table: Table<any>): readonly Column[] =>
  writtenColumns(table).map((name) => {
    const type = (table.columns[name] as string).replace(BEYOND_TYPE, '').trim();
    return { name, type, textOf: textsOf(type) };
  });

/** One query parameter per column: all its cells. */
export const cellsOf = (columns: readonly Column[], rows: readonly object[]): readonly Buffer[] =>
  columns.map(({ name, textOf }) =>
    arrays.text(
      rows.map((row) => {
        const value = (row as Record<string, unknown>)[name];
        return value === null || value === undefined ? null : textOf(value);
      }),
    ),
  );

function textsOf(type: string): Column['textOf'] {
  if (/^jsonb?$/i.test(type)) return JSON.stringify;
  if (type.endsWith(']')) return arrayLiteral;
  return (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
const arrayLiteral = (value: unknown): string =>
  Array.isArray(value) ? `{${value.map(elementLiteral).join()}}` : String(value);

function elementLiteral(element: unknown): string {
  if (element === null || element === undefined) return 'NULL';
  if (Array.isArray(element)) return arrayLiteral(element);
  return `"${String(element).replace(/[\\"]/g, '\\$&')}"`;
}
