import { Records, type CsvRecord } from './records';

/** One record of a file: its cells, or why it could not be read. */
export type CsvRow = { readonly row: number } & CsvRecord;

export interface CsvFile {
  readonly header: readonly string[];
  /** Data records, numbered from 1; empty lines are not records. */
  readonly rows: AsyncIterable<CsvRow>;
}

/** A file that has no header, or whose end is lost in an open quote. */
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
 * A record of more than 1,000,000 characters is a row with a problem, and so is the rest of the file after a quote that
 * is never closed, up to that length.
 *
 * @throws UnreadableFile when there is no header line, or, while rows are read, when a quote that is never closed
 * leaves more than 1,000,000 characters unread
 */
export async function readCsv(text: AsyncIterable<string> | Iterable<string>): Promise<CsvFile> {
  const { firstLine, whole } = await peekFirstLine(text);
  const rows = rowsOf(whole, delimiterOf(firstLine));
  const first = await rows.next();
  if (first.done) throw new UnreadableFile('The file has no header line.');
  if ('problem' in first.value) throw new UnreadableFile(`The header cannot be read: ${first.value.problem}.`);
  return { header: first.value.cells, rows };
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
    yield seen.replace(/^\uFEFF/, '');
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { firstLine: /^[^\r\n]*/.exec(seen)![0], whole: whole() };
}

async function* asIterator(text: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  yield* text;
}

async function* rowsOf(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  const records = new Records(delimiter, LONGEST_RECORD);
  let row = 0;
  for await (const piece of text) for (const record of records.push(piece)) yield { row: row++, ...record };
  const last = records.end();
  // One refused row does not stand for a file that is lost.
  if (records.unclosed && records.isTooLong) throw new UnreadableFile(`The file cannot be read: ${records.unclosed}.`);
  for (const record of last) yield { row: row++, ...record };
}
