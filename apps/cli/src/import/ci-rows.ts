import type { CiClassView, SourceRelation, SourceRow } from '@opsledger/contracts';
import { CliError, EXIT } from '../client/errors';
import { encodingIn, openCsv } from './source-file';

type Cells = Readonly<Record<string, string>>;

/** What a line of a file says, or why it says nothing. */
export type Read<Said> = { readonly line: number } & ({ readonly said: Said } | { readonly why: string });

const DESCRIBED = ['serial', 'environment', 'location', 'description', 'criticality'] as const;
const OWN: readonly string[] = ['source', 'external_id', 'class', 'name', ...DESCRIBED];

interface Table {
  readonly columns: readonly string[];
  readonly lines: readonly Read<Cells>[];
}

/** Every line below the header, by the names of the columns; surrounding blanks do not count. */
async function tableOf(path: string): Promise<Table> {
  const { header, rows } = await openCsv({ path, encoding: await encodingIn(path) });
  const columns = header.map((name) => name.trim());
  requireDistinct(columns, path);
  const named = (cells: readonly string[]): Cells =>
    Object.fromEntries(columns.map((name, at) => [name, cells[at]!.trim()]));
  const lines: Read<Cells>[] = [];
  for await (const row of rows)
    lines.push('problem' in row ? { line: row.line, why: row.problem } : { line: row.line, said: named(row.cells) });
  return { columns, lines };
}

function requireDistinct(columns: readonly string[], path: string): void {
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new CliError(`${path} has several columns ${twice || 'without a name'}: name each once.`, EXIT.usage);
}

/** The attribute that a column gives: `attributes.name` is one that is called as a column of every item. */
const attributeOf = (column: string): string => column.replace(/^attributes\./, '');

/** The gateway takes no body with these keys, whatever they hold. */
const UNSENDABLE: readonly string[] = ['constructor', '__proto__'];

function requireAttributes(columns: readonly string[], path: string): void {
  const given = columns.filter((column) => !OWN.includes(column));
  const unsendable = given.find((column) => UNSENDABLE.includes(attributeOf(column)));
  if (unsendable !== undefined)
    throw new CliError(
      `${path} has a column ${unsendable}: no attribute can be called so. Rename it, or leave it out.`,
      EXIT.usage,
    );
  const attributes = given.map(attributeOf);
  const twice = attributes.find((name, at) => attributes.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new CliError(
    `${path} has several columns for the attribute ${twice}: ${twice}, attributes.${twice}. Keep one.`,
    EXIT.usage,
  );
}

/** Goes on with the lines that could be read so far. */
const each = <Said>(
  lines: readonly Read<Cells>[],
  next: (cells: Cells) => { said: Said } | { why: string },
): Read<Said>[] => lines.map((one) => ('said' in one ? { line: one.line, ...next(one.said) } : one));

/**
 * Columns `source`, `external_id`, `class`, `name`, `serial`, `environment`, `location`, `description`, `criticality`;
 * any other is an attribute, by its name or with `attributes.` before it. An empty cell says nothing.
 *
 * @throws CliError when two columns mean one thing, or one what no attribute can be called; wrong usage
 */
export async function ciRows(
  path: string,
  source: string | undefined,
  classes: readonly CiClassView[],
): Promise<Read<SourceRow>[]> {
  const { columns, lines } = await tableOf(path);
  requireAttributes(columns, path);
  return each<SourceRow>(lines, (cells) => {
    const its = cells.source || source;
    const why = lacking(cells, ['external_id', 'class', 'name'], its);
    if (why) return { why };
    const schema = classes.find(({ key }) => key === cells.class)?.effective.properties ?? {};
    const attributes = Object.entries(cells)
      .filter(([column, text]) => !OWN.includes(column) && text !== '')
      .map(([column, text]) => {
        const name = attributeOf(column);
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
    return { said };
  });
}

function lacking(cells: Cells, columns: readonly string[], source: string | undefined): string | undefined {
  const lacks = [...columns.filter((column) => !cells[column]), ...(source ? [] : ['source'])];
  return lacks.length > 0 ? `It has no ${lacks.join(', ')}.` : undefined;
}

/** Of as many digits as a number keeps exactly. */
const DECIMAL = /^[+-]?\d{1,15}(\.\d+)?$/;

/** A cell is text; the class tells what it stands for. What does not fit stays text, and is refused as such. */
function valueOf(text: string, rule: { readonly type?: string } | undefined): unknown {
  const isNumeric = rule?.type === 'integer' || rule?.type === 'number';
  if (isNumeric && DECIMAL.test(text)) return Number(text);
  if (rule?.type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** Columns `source`, `from`, `kind`, `to`: external ids of one source. */
export async function ciRelations(path: string, source: string | undefined): Promise<Read<SourceRelation>[]> {
  const { lines } = await tableOf(path);
  return each<SourceRelation>(lines, (cells) => {
    const { from, kind, to } = cells;
    const its = cells.source || source;
    const why = lacking(cells, ['from', 'kind', 'to'], its);
    return why ? { why } : { said: { source: its, from, kind, to } as SourceRelation };
  });
}
