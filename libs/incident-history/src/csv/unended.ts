/** Before a quote that opens a cell: nothing but the file's mark, empty lines, or the delimiter. */
const OPENS_QUOTE = /^(?:\uFEFF|[,;\t])?[\r\n]*"/;

const breaksIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** What was read since the end of the last record. Places are bytes from the beginning of the file. */
export class Unended {
  /** In characters; what was read in one piece with the end of the last record counts as well. */
  length = 0;
  private readonly pieces: { readonly bytes: Buffer; readonly length: number }[] = [];
  private from = 0;

  add({ length }: string, bytes: Buffer): void {
    this.pieces.push({ bytes, length });
    this.length += length;
  }

  /** Lets go of the pieces before the end of a record. */
  forget(record: number): void {
    while (this.pieces[0] && this.from + this.pieces[0].bytes.length <= record) {
      const { bytes, length } = this.pieces.shift()!;
      this.from += bytes.length;
      this.length -= length;
    }
  }

  /** How many lines there are from the end of the last record. */
  linesSince(record: number): number {
    return breaksIn(this.between(record).replace(/(?:\r\n|\r|\n)$/, '')) + 1;
  }

  /** On which line from the end of the last record, 1 being the next, the cell after the last whole one opens a quote. */
  quoteSince(record: number, cell: number): number | undefined {
    const opening = OPENS_QUOTE.exec(this.between(cell))?.[0];
    return opening === undefined ? undefined : breaksIn(this.between(record, cell) + opening) + 1;
  }

  private between(start: number, end?: number): string {
    const bytes = Buffer.concat(this.pieces.map((piece) => piece.bytes));
    return bytes.subarray(start - this.from, end === undefined ? undefined : end - this.from).toString();
  }
}
