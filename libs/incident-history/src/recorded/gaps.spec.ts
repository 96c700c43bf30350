import { createReadStream, existsSync } from 'node:fs';
import { decode } from '../csv/encoding';
import { readCsv, type CsvFile } from '../csv/read-csv';
import type { IncidentHistory } from '../history';
import { LOGS } from '../servicenow/logs.fixture';
import { readMapping } from '../servicenow/mapping';
import { readServiceNowLog } from '../servicenow/read-servicenow-log';
import { afterImport, storyOf } from './imports.fixture';

async function read(
  path: string,
  isThere: (row: number) => boolean,
  lacking: readonly string[] = [],
): Promise<Map<string, IncidentHistory>> {
  const { header, rows } = await readCsv(decode(createReadStream(path), 'utf-8'));
  const file = { header: header.map((name) => (lacking.includes(name) ? 'left out' : name)), rows };
  const { incidents } = await readServiceNowLog(some(file, isThere), readMapping({}), new Date('2020-01-01'));
  return new Map(incidents.map((history) => [history.externalNumber, history]));
}

function some({ header, rows }: CsvFile, isThere: (row: number) => boolean): CsvFile {
  async function* left() {
    for await (const record of rows) if (isThere(record.row)) yield record;
  }
  return { header, rows: left() };
}

describe.each(LOGS.filter(existsSync))('%s', (path) => {
  let [half, otherHalf, whole]: Map<string, IncidentHistory>[] = [];
  beforeAll(async () => {
    half = await read(path, (row) => row % 2 === 0);
    otherHalf = await read(path, (row) => row % 2 === 1);
    whole = await read(path, () => true);
  }, 60_000);

  const sameEitherWay = (gapped: Map<string, IncidentHistory>, full: Map<string, IncidentHistory>): void => {
    for (const [number, part] of gapped) {
      const all = full.get(number)!;
      const alone = storyOf(afterImport([], all));
      expect([number, ...storyOf(afterImport(afterImport([], part), all))]).toEqual([number, ...alone]);
      expect([number, ...storyOf(afterImport(afterImport([], all), part))]).toEqual([number, ...alone]);
    }
  };

  it.each([
    ['even', () => half!],
    ['odd', () => otherHalf!],
  ])(
    'says the same whether its %s rows are imported before it, after it or not at all',
    (_, gapped) => sameEitherWay(gapped(), whole!),
    120_000,
  );

  it('also where priorities follow from impact and urgency', async () => {
    const evenRows = await read(path, (row) => row % 2 === 0, ['priority']);
    sameEitherWay(evenRows, await read(path, () => true, ['priority']));
  }, 120_000);
});
