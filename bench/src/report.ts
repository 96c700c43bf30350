import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One line of the table: what was measured, the figure, and the goal it is held against. */
export interface Row {
  readonly section: string;
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly goal?: { readonly atLeast?: number; readonly atMost?: number };
}

const met = ({ figure, goal }: Row): string => {
  if (!goal) return '';
  const holds =
    (goal.atLeast === undefined || figure >= goal.atLeast) && (goal.atMost === undefined || figure <= goal.atMost);
  const wanted = goal.atLeast !== undefined ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  return `${holds ? 'met' : 'MISSED'} (${wanted})`;
};

const shown = (figure: number): string =>
  Math.abs(figure) >= 100 ? Math.round(figure).toLocaleString('en') : figure.toFixed(2);

export function printTable(rows: readonly Row[]): void {
  let section = '';
  for (const row of rows) {
    if (row.section !== section) {
      section = row.section;
      console.log(`\n${section}`);
    }
    console.log(`  ${row.what.padEnd(58)} ${shown(row.figure).padStart(10)} ${row.unit.padEnd(10)} ${met(row)}`);
  }
}

/** Writes the figures with the machine they were measured on; answers the file's path. */
export function writeJson(rows: readonly Row[], options: object): string {
  const directory = join(__dirname, '..', 'results');
  mkdirSync(directory, { recursive: true });
  const at = new Date();
  const file = join(directory, `${at.toISOString().replaceAll(':', '-')}.json`);
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
  writeFileSync(file, JSON.stringify({ at, machine, options, rows }, null, 2));
  return file;
}

/** The middle of an odd number of measurements; the lower middle of an even one. */
export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor((figures.length - 1) / 2)] ?? NaN;
