/** A record as it stands in the file: its cells, or why they cannot be read. */
export type CsvRecord = { readonly cells: readonly string[] } | { readonly problem: string };

const QUOTE = '"'.charCodeAt(0);
const CR = '\r'.charCodeAt(0);
const LF = '\n'.charCodeAt(0);

/**
 * Cuts text that comes piece by piece into records. A quote opens a quoted cell only at its beginning; one that neither
 * closes the cell nor stands for another is kept as it is. What a record has beyond the longest is counted, not kept.
 */
export class Records {
  private readonly delimiter: number;
  private place: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  private cell = '';
  private cells: string[] = [];
  /** Characters of the record so far. */
  private size = 0;
  private line = 1;
  private firstLine = 1;
  private quoteLine = 1;
  /** A carriage return at the end of a piece: whether a line feed belongs to it, the next piece tells. */
  private held = '';
  private completed: CsvRecord[] = [];

  constructor(
    delimiter: string,
    private readonly longest: number,
  ) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** The records that this piece completes. */
  push(piece: string): readonly CsvRecord[] {
    const text = this.held + piece;
    const isCut = text.endsWith('\r');
    this.held = isCut ? '\r' : '';
    return this.read(isCut ? text.slice(0, -1) : text);
  }

  /** The records that the end of the text completes. */
  end(): readonly CsvRecord[] {
    const last = this.read(this.held);
    this.held = '';
    if (this.size === 0) return last;
    if (this.unclosed) return [...last, { problem: this.unclosed }];
    this.endRecord();
    return [...last, ...this.taken()];
  }

  /** Whether the record that is being read is beyond the longest. */
  get isTooLong(): boolean {
    return this.size > this.longest;
  }

  /** Of a text that has ended: what is lost in a quote that was never closed. */
  get unclosed(): string | undefined {
    if (this.place !== 'quoted') return undefined;
    return (
      `a quote opened on line ${counted(this.quoteLine)} is never closed: ` +
      `nothing from there to the last line, ${counted(this.line)}, can be read`
    );
  }

  private read(text: string): readonly CsvRecord[] {
    let at = 0;
    while (at < text.length) at = this[this.place](text, at);
    return this.taken();
  }

  private taken(): readonly CsvRecord[] {
    const { completed } = this;
    this.completed = [];
    return completed;
  }

  private start(text: string, at: number): number {
    if (text.charCodeAt(at) !== QUOTE) {
      this.place = 'plain';
      return at;
    }
    this.place = 'quoted';
    this.quoteLine = this.line;
    this.size++;
    return at + 1;
  }

  private plain(text: string, at: number): number {
    let end = at;
    while (end < text.length && !this.isBoundary(text.charCodeAt(end))) end++;
    this.keep(text.slice(at, end));
    return end < text.length ? this.boundary(text, end) : end;
  }

  private quoted(text: string, at: number): number {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    const content = text.slice(at, end);
    this.line += content.match(/\r\n|\r|\n/g)?.length ?? 0;
    this.keep(content);
    if (quote < 0) return end;
    this.place = 'quote';
    this.size++;
    return end + 1;
  }

  /** After a quote in a quoted cell: it closes the cell, stands for a quote, or is part of a cell that is none. */
  private quote(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (this.isBoundary(code)) return this.boundary(text, at);
    if (code === QUOTE) {
      this.keep('"');
      this.place = 'quoted';
      return at + 1;
    }
    if (!this.isTooLong) this.cell = `"${this.cell}"`;
    this.place = 'plain';
    return at;
  }

  private isBoundary(code: number): boolean {
    return code === this.delimiter || code === LF || code === CR;
  }

  private boundary(text: string, at: number): number {
    if (text.charCodeAt(at) === this.delimiter) {
      this.endCell();
      this.size++;
      return at + 1;
    }
    if (this.size > 0) this.endRecord();
    this.place = 'start';
    this.firstLine = ++this.line;
    return at + (text.startsWith('\r\n', at) ? 2 : 1);
  }

  private keep(content: string): void {
    this.size += content.length;
    if (!this.isTooLong) this.cell += content;
    else [this.cell, this.cells] = ['', []];
  }

  private endCell(): void {
    if (!this.isTooLong) this.cells.push(this.cell);
    this.cell = '';
    this.place = 'start';
  }

  private endRecord(): void {
    this.endCell();
    this.completed.push(this.isTooLong ? { problem: this.tooLong() } : { cells: this.cells });
    this.cells = [];
    this.size = 0;
  }

  private tooLong(): string {
    const size = `${counted(this.size)} characters; a row may have ${counted(this.longest)}`;
    if (this.line === this.firstLine) return `line ${counted(this.line)} has ${size}`;
    const lines = `lines ${counted(this.firstLine)} to ${counted(this.line)}`;
    return `${lines} have ${size}. If they are several rows, a quote before them is not closed`;
  }
}

const counted = (count: number): string => count.toLocaleString('en');
