import { createHash } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Table } from '../projection';

const LONGEST_NAME = 63;

/** The table's name, quoted and with its schema; under another name while it is being built. */
export const qualified = ({ schema, name }: Table<any>, as: string = name): string =>
  `${escapeIdentifier(schema)}.${escapeIdentifier(as)}`;

/**
 * Name under which a version is built beside the live table.
 *
 * @throws RangeError when PostgreSQL would cut it off
 */
export function buildingName({ name }: Table<any>, version: number): string {
  const building = `${name}__v${version}`;
  if (building.length > LONGEST_NAME)
    throw new RangeError(`Table name ${name} is too long: ${building} must fit in 63 characters.`);
  return building;
}

/** Columns the projection writes; what PostgreSQL generates is its own business. */
export const writtenColumns = ({ columns }: Table<any>): readonly string[] =>
  Object.keys(columns).filter((column) => !/\bgenerated always\b/i.test(columns[column] as string));

function definition(table: Table<any>, as: string): string {
  const columns = Object.entries(table.columns).map(([name, type]) => `  ${escapeIdentifier(name)} ${type as string}`);
  return `create table ${qualified(table, as)} (\n${columns.join(',\n')},\n  primary key (${escapeIdentifier(table.key)})\n)`;
}

/**
 * Index names are left to PostgreSQL, so that they never collide between a live table and its successor. A table keeps
 * its size: vacuum would give an empty end back to the disk under a lock that holds writes up for a second.
 */
export const createTable = (table: Table<any>, as: string = table.name): string =>
  `${definition(table, as)} with (vacuum_truncate = false);`;

/** One statement for each index, since a build makes them one by one when its rows are in. */
export const createIndexes = (table: Table<any>, as: string = table.name): readonly string[] =>
  (table.indexes ?? []).map((body) => `create index on ${qualified(table, as)} ${body};`);

/**
 * One statement for the table and for each column that has a comment; without a comment on the table still those of
 * columns.
 */
export function comments(table: Table<any>, as: string = table.name): readonly string[] {
  const name = qualified(table, as);
  const onColumns = Object.entries(table.columnComments ?? {}).map(
    ([column, text]) => `comment on column ${name}.${escapeIdentifier(column)} is ${escapeLiteral(text as string)};`,
  );
  return table.comment ? [`comment on table ${name} is ${escapeLiteral(table.comment)};`, ...onColumns] : onColumns;
}

/** Equal for equal columns, key and indexes. Comments may change at any time. */
export const shapeOf = (table: Table<any>): string =>
  createHash('sha256')
    .update([`${definition(table, table.name)};`, ...createIndexes(table)].join('\n'))
    .digest('hex');
