import { parse } from 'csv-parse';

/** One record of a file: its cells, or why it could not be read. */
export type CsvRow =
  { readonly row: number; readonly cells: readonly string[] } | { readonly row: number; readonly problem: string };

/** With the line of the file that it ends on, from 1: a record may have several lines. */
export type LocatedRow = CsvRow & { readonly line: number };

export interface CsvFile<Row extends CsvRow = CsvRow> {
  readonly header: readonly string[];
  /** Data records, numbered from 1; empty lines are not records. */
  readonly rows: AsyncIterable<Row>;
}

/** A file that has no header, or that is not text. */
export class UnreadableFile extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

const LONGEST_RECORD = 1_000_000;

/**
 * Reads comma, semicolon or tab separated text as a stream: byte order mark, CRLF and quoted line
 * breaks are understood. Memory does not grow with the file.
 *
 * @throws UnreadableFile when there is no header line, or, while rows are read, when one record exceeds 1 MB
 */
export async function readCsv(text: AsyncIterable<string> | Iterable<string>): Promise<CsvFile<LocatedRow>> {
  const { firstLine, whole } = await peekFirstLine(text);
  const records = recordsOf(whole, delimiterOf(firstLine));
  const first = await records.next();
  if (first.done || 'problem' in first.value) throw new UnreadableFile('The file has no header line.');
  return { header: first.value.cells, rows: records };
}

const DELIMITERS = [',', ';', '\t'];

function delimiterOf(line: string): string {
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

async function peekFirstLine(text: AsyncIterable<string> | Iterable<string>) {
  const chunks = asIterator(text);
  let seen = '';
  while (!/\n|\r./.test(seen) && seen.length < LONGEST_RECORD) {
    const next = await chunks.next();
    if (next.done) break;
    seen += next.value;
  }
  async function* whole() {
    yield seen;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { firstLine: /^[^\r\n]*/.exec(seen)![0], whole: whole() };
}

async function* asIterator(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  yield* text;
}

async function* recordsOf(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<LocatedRow> {
  let records = 0;
  let arrived: LocatedRow[] = [];
  let swallowed: string | undefined;
  const skipped = (error: { code: string; message: string } | undefined) => {
    if (error?.code === 'CSV_MAX_RECORD_SIZE') swallowed = error.message;
    arrived.push({ row: records++, line: parser.info.lines, problem: error?.message ?? 'not readable as CSV' });
    return undefined;
  };
  const parser = parse({
    delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_RECORD,
    on_skip: skipped,
    on_record: (cells: string[]) => {
      arrived.push({ row: records++, line: parser.info.lines, cells });
      return null;
    },
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    parser.once('error', resolve);
    parser.once('end', () => resolve(undefined));
  });
  parser.resume();
  for await (const chunk of text) {
    if (chunk === '') continue;
    await new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
    // The parser drops the rest of the chunk then, so going on would lose rows without a word.
    if (swallowed) throw new UnreadableFile(`A quote is opened and not closed again: ${swallowed}.`);
    yield* arrived;
    arrived = [];
  }
  parser.end();
  const failure = await ended;
  yield* arrived;
  if (failure)
    yield { row: records, line: parser.info.lines, problem: `the rest of the file cannot be read: ${failure.message}` };
}
