type Row = Readonly<Record<string, unknown>>;

/** Spreadsheets run a cell that begins so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const ROWS_AT_ONCE = 500;

/**
 * RFC 4180 with a header row, in pieces that can be sent one by one. Text that a spreadsheet would run as a formula
 * gets an apostrophe in front; numbers stay numbers. Columns are those the rows have; without rows, those declared.
 */
export function* csvOf(rows: readonly object[], declared: readonly string[] = []): Generator<string> {
  const columns = rows.length > 0 ? columnsOf(rows) : declared;
  yield line(columns);
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    yield rows
      .slice(at, at + ROWS_AT_ONCE)
      .map((row) => line(columns.map((column) => (row as Row)[column])))
      .join('');
}

function columnsOf(rows: readonly object[]): readonly string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  return [...columns];
}

const line = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
