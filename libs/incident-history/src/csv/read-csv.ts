import { parse } from 'csv-parse';
import { Unended } from './unended';

/** One record of a file: its cells, as many as the header has, or why it could not be read. */
export type CsvRow =
  { readonly row: number; readonly cells: readonly string[] } | { readonly row: number; readonly problem: string };

/** With the line of the file that it ends on, from 1: a record may have several lines. */
export type LocatedRow = CsvRow & { readonly line: number };

/** A file that is being read: `rows` come as the text does, and can be gone through once. */
export interface CsvFile<Row extends CsvRow = CsvRow> {
  readonly header: readonly string[];
  /** Data records, numbered from 1; empty lines are not records. */
  readonly rows: AsyncIterable<Row>;
}

/** A file that has no header, or whose end is lost in an open quote. */
export class UnreadableFile extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

const LONGEST_RECORD = 1_000_000;
/** How many characters are kept while the end of a record is looked for. */
const FARTHEST_END = 16_000_000;

/**
 * Reads comma, semicolon or tab separated text as a stream: byte order mark, CRLF and quoted line
 * breaks are understood. Memory does not grow with the file.
 *
 * A record with more or fewer cells than the header is a row with a problem, and so is one of more than 1,000,000
 * characters, and the rest of the file after a quote that is never closed, up to that length.
 *
 * @throws UnreadableFile when there is no header line, or, while rows are read, when more than that is lost in a quote that
 * is never closed, or a record does not end within 16,000,000 characters
 */
export async function readCsv(text: AsyncIterable<string> | Iterable<string>): Promise<CsvFile<LocatedRow>> {
  const { firstLine, whole } = await peekFirstLine(text);
  const records = recordsOf(whole, delimiterOf(firstLine));
  const first = await records.next();
  if (first.done) throw new UnreadableFile('The file has no header line.');
  if ('problem' in first.value) throw new UnreadableFile(`The header cannot be read: ${first.value.problem}.`);
  return { header: first.value.cells, rows: records };
}

const DELIMITERS = [',', ';', '\t'];

/** What is quoted, to its end or not yet, separates nothing: only that something is there is left of it. */
const unquoted = (text: string): string => text.replace(/(^|[,;\t\r\n\uFEFF])"[^"]*(?:""[^"]*)*(?:"|$)/g, '$1""');

/** The first line that is not empty, and whether it is there to its end. */
const FIRST_LINE = /[^\r\n\uFEFF][^\r\n]*([\r\n])?/;

function delimiterOf(line: string): string {
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

async function peekFirstLine(text: AsyncIterable<string> | Iterable<string>) {
  const chunks = asIterator(text);
  let seen = '';
  let line = FIRST_LINE.exec(seen);
  while (!line?.[1] && seen.length < LONGEST_RECORD) {
    const next = await chunks.next();
    if (next.done) break;
    seen += next.value;
    line = FIRST_LINE.exec(unquoted(seen));
  }
  async function* whole() {
    yield seen;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { firstLine: line?.[0] ?? '', whole: whole() };
}

async function* asIterator(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  yield* text;
}

async function* recordsOf(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<LocatedRow> {
  let arrived: LocatedRow[] = [];
  let row = 0;
  /** Of the header. */
  let width: number | undefined;
  /** Line on which the last record ended. */
  let ended = 0;
  /** Bytes to where it ended. */
  let end = 0;
  let countedTwice = 0;
  /** What is wrong if nothing ends any more. */
  let lost: string | undefined;
  const unended = new Unended();
  const arrive = (record: { cells: readonly string[] } | { problem: string }, line: number): void => {
    arrived.push({ row: row++, line, ...record });
    [ended, end] = [line, parser.info.bytes];
  };
  const openQuote = (): string | undefined => {
    const line = unended.quoteSince(end, parser.info.bytes);
    return line === undefined ? undefined : unclosed(ended + line);
  };
  const parser = parse({
    delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      lost = openQuote();
      arrive({ problem: lost ?? error?.message ?? 'not readable as CSV' }, ended + unended.linesSince(end));
      return undefined;
    },
    on_record: (cells: string[]) => {
      // The parser takes CR and LF in a quoted cell for the ends of two lines.
      countedTwice += cells.reduce((sum, cell) => sum + cell.split('\r\n').length - 1, 0);
      const line = parser.info.lines - countedTwice;
      width ??= cells.length;
      const problem = excessOf(cells, ended + 1, line) ?? raggedness(cells, width);
      arrive(problem === undefined ? { cells } : { problem }, line);
      return null;
    },
  });
  const finished = new Promise<void>((resolve, reject) => {
    parser.once('error', reject);
    parser.once('end', resolve);
  });
  // Its failure is met where it is awaited; nobody may call it unhandled until then.
  finished.catch(() => undefined);
  parser.resume();
  for await (const chunk of text) {
    if (chunk === '') continue;
    const bytes = Buffer.from(chunk);
    unended.add(chunk, bytes);
    await new Promise<void>((resolve) => parser.write(bytes, () => resolve()));
    unended.forget(end);
    if (unended.length > FARTHEST_END)
      throw new UnreadableFile(`The file cannot be read: ${openQuote() ?? endless(ended + 1)}.`);
    yield* arrived;
    arrived = [];
  }
  parser.end();
  await finished;
  // One refused row does not stand for a file that is lost.
  if (lost && unended.length > LONGEST_RECORD) throw new UnreadableFile(`The file cannot be read: ${lost}.`);
  yield* arrived;
}

const unclosed = (line: number): string =>
  `the quote opened on line ${counted(line)} is never closed: nothing from there on can be read`;

const endless = (line: number): string =>
  `the row that begins on line ${counted(line)} does not end within ${counted(FARTHEST_END)} characters`;

/** Why a record is too long to be meant; nothing when it is not. */
function excessOf(cells: readonly string[], from: number, to: number): string | undefined {
  const size = cells.reduce((sum, { length }) => sum + length, 0);
  if (size <= LONGEST_RECORD) return undefined;
  const has = `${counted(size)} characters; a row may have ${counted(LONGEST_RECORD)}`;
  if (from === to) return `line ${counted(to)} has ${has}`;
  return `lines ${counted(from)} to ${counted(to)} have ${has}. If they are several rows, a quote before them is not closed`;
}

/** Why cells cannot be told apart; nothing when there are as many as in the header. */
const raggedness = ({ length }: readonly string[], width: number): string | undefined =>
  length === width
    ? undefined
    : `${length} cells where the header has ${width}: a separator or quote in a cell is probably not quoted`;

const counted = (count: number): string => count.toLocaleString('en');
