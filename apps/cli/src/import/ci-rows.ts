import { createReadStream } from 'node:fs';
import type { CiClassView, SourceRelation, SourceRow } from '@opsledger/contracts';
import { parse } from 'csv-parse';
import { inspect } from './source-file';

type Cells = Readonly<Record<string, string>>;

/** What a line of a file says, or why it says nothing. */
export type Read<Said> = { readonly line: number } & ({ readonly said: Said } | { readonly why: string });

const DESCRIBED = ['serial', 'environment', 'location', 'description', 'criticality'] as const;
const OWN: readonly string[] = ['source', 'external_id', 'class', 'name', ...DESCRIBED];

async function cellsOf(path: string): Promise<{ readonly line: number; readonly cells: Cells }[]> {
  await inspect(path);
  const found = [];
  const reader = createReadStream(path).pipe(
    parse({ columns: true, bom: true, trim: true, skip_empty_lines: true, delimiter: [',', ';', '\t'], info: true }),
  );
  for await (const { record, info } of reader as AsyncIterable<{ record: Cells; info: { lines: number } }>)
    found.push({ line: info.lines, cells: record });
  return found;
}

/**
 * Columns `source`, `external_id`, `class`, `name`, `serial`, `environment`, `location`, `description`, `criticality`;
 * any other is an attribute. An empty cell says nothing.
 */
export async function ciRows(
  path: string,
  source: string | undefined,
  classes: readonly CiClassView[],
): Promise<Read<SourceRow>[]> {
  return (await cellsOf(path)).map(({ line, cells }) => {
    const its = cells.source || source;
    const lacking = ['external_id', 'class', 'name'].filter((column) => !cells[column]);
    if (!its) lacking.push('source');
    if (lacking.length > 0) return { line, why: `It has no ${lacking.join(', ')}.` };
    const schema = classes.find(({ key }) => key === cells.class)?.effective.properties ?? {};
    const attributes = Object.entries(cells)
      .filter(([column, text]) => !OWN.includes(column) && text !== '')
      .map(([column, text]) => {
        const name = column.replace(/^attributes\./, '');
        return [name, valueOf(text, schema[name] as { type?: string } | undefined)] as const;
      });
    const described = DESCRIBED.flatMap((column) => (cells[column] ? [[column, cells[column]] as const] : []));
    const said = {
      source: its,
      externalId: cells.external_id,
      class: cells.class,
      name: cells.name,
      ...Object.fromEntries(described),
      ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    } as SourceRow;
    return { line, said };
  });
}

/** A cell is text; the class tells what it stands for. What does not fit stays text, and is refused as such. */
function valueOf(text: string, rule: { readonly type?: string } | undefined): unknown {
  const isNumeric = rule?.type === 'integer' || rule?.type === 'number';
  if (isNumeric && Number.isFinite(Number(text))) return Number(text);
  if (rule?.type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** Columns `source`, `from`, `kind`, `to`: external ids of one source. */
export async function ciRelations(path: string, source: string | undefined): Promise<Read<SourceRelation>[]> {
  return (await cellsOf(path)).map(({ line, cells }) => {
    const { from, kind, to } = cells;
    const its = cells.source || source;
    if (!its || !from || !kind || !to) return { line, why: 'It lacks source, from, kind or to.' };
    return { line, said: { source: its, from, kind: kind as SourceRelation['kind'], to } };
  });
}
