import { atMost, known, quoted } from './cells/text';
import type { Column, Layout } from './columns';
import { adviceOn } from './date-evidence';
import type { Mapping } from './mapping';
import { cellOf, type Line } from './update';

/** What is said once about a file as a whole. */
export function warningsOf(
  layout: Layout,
  incidents: ReadonlyMap<string, readonly Line[]>,
  mapping: Mapping,
  isWrongOrder: boolean,
  impossibleDates: number,
): string[] {
  const warnings = layout.rivals.map((rivals) => rivalry(layout.header, rivals));
  if (layout.ignored.length > 0)
    warnings.push(`Columns without a meaning here, left out: ${atMost(1000, layout.ignored.join(', '))}.`);
  const useful: Column[] = ['opened_at', 'impact', 'urgency', 'priority', 'sys_mod_count', 'resolved_at', 'closed_at'];
  const absent = useful.filter((column) => layout.at[column] === undefined);
  if (absent.length > 0) warnings.push(`Columns the file does not have: ${absent.join(', ')}.`);
  if (isWrongOrder) {
    warnings.push(
      `The dates of this file are not ${mapping.dateOrder}: no row was read; ${adviceOn(mapping.dateOrder)}.`,
    );
  } else if (impossibleDates > 0) {
    warnings.push(
      `${impossibleDates} different dates cannot be ${mapping.dateOrder}, others can be nothing else. Rows with the former are refused, and dates that allow both may be misread: put the dates of the file in one order.`,
    );
  }
  for (const [column, words] of [
    ['incident_state', mapping.states],
    ['contact_type', mapping.channels],
  ] as const) {
    const unknown = unknownWords(column, words, layout, incidents);
    if (unknown.length > 0) {
      const field = column === 'contact_type' ? 'channels' : 'states';
      warnings.push(`${column} ${unknown.map(quoted).join(', ')}: not in the mapping; add it under "${field}".`);
    }
  }
  const alike = alikeButForCase(incidents.keys());
  if (alike.length > 0)
    warnings.push(
      `Numbers that differ in upper and lower case alone are different incidents: ${atMost(1000, alike.join(', '))}.`,
    );
  return warnings;
}

function rivalry(header: readonly string[], { column, taken, isMapped, left }: Layout['rivals'][number]): string {
  const named = (index: number): string => `column ${index + 1} ${quoted(header[index]!)}`;
  const why = isMapped ? 'as the mapping file says' : 'being the first of that meaning';
  return `C${named(taken).slice(1)} was taken as ${column}, ${why}; left out: ${left.map(named).join(', ')}.`;
}

function unknownWords(
  column: Column,
  words: Readonly<Record<string, string>>,
  layout: Layout,
  incidents: ReadonlyMap<string, readonly Line[]>,
): string[] {
  const unknown = new Set<string>();
  for (const lines of incidents.values()) {
    for (const { cells } of lines) {
      const word = known(cellOf(cells, column, layout));
      if (word !== null && words[word.toLowerCase()] === undefined) unknown.add(word);
    }
  }
  return [...unknown].slice(0, 20);
}

/** Pairs of numbers that people would take for one. */
function alikeButForCase(numbers: Iterable<string>): string[] {
  const seen = new Map<string, string>();
  const pairs: string[] = [];
  for (const number of numbers) {
    const folded = number.toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, number);
    else pairs.push(`${other} and ${number}`);
  }
  return pairs;
}
