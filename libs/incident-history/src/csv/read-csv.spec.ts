import * as fc from 'fast-check';
import { decode, encodingOf } from './encoding';
import { readCsv, UnreadableFile } from './read-csv';

async function read(...chunks: string[]) {
  const { header, rows } = await readCsv(chunks);
  const records: unknown[] = [];
  for await (const row of rows) records.push('cells' in row ? row.cells : row);
  return { header, records };
}

async function* bytesOf(...chunks: Uint8Array[]) {
  yield* chunks;
}

async function textOf(chunks: AsyncIterable<string>) {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

describe('CSV', () => {
  it('is read with byte order mark, CRLF, quoted commas and quoted line breaks', async () => {
    expect(await read('\uFEFFa,b\r\n"1,5","two\r\nlines"\r\n\r\n3,"say ""hi"""\r\n')).toEqual({
      header: ['a', 'b'],
      records: [
        ['1,5', 'two\r\nlines'],
        ['3', 'say "hi"'],
      ],
    });
  });

  it.each([';', '\t', ','])('may be separated by %j', async (separator) => {
    expect(await read(`a${separator}b\n1${separator}2`)).toEqual({ header: ['a', 'b'], records: [['1', '2']] });
  });

  it.each([
    ['below empty lines', '\uFEFF\r\n\na;b\n1;2'],
    ['beside quoted cells that hold others', '"a";"b, or c, or d"\n1;2'],
    ['below a line break in a quoted cell', '"a\nor, b";b\n1;2'],
    ['in a header of quoted cells alone', '"a";"b"\n1;2'],
  ])('is separated as its header is, %s', async (_where, text) => {
    for (const chunks of [[text], [...text]]) expect((await read(...chunks)).records).toEqual([['1', '2']]);
  });

  it('keeps a stray quote as it is', async () => {
    expect((await read('a,b\n1,5" disk\n2,x\n')).records).toEqual([
      ['1', '5" disk'],
      ['2', 'x'],
    ]);
  });

  it('keeps a quote that does not end its cell as it is', async () => {
    expect((await read('a,b\n"x" y,""\n"",2\n')).records).toEqual([
      ['"x" y', ''],
      ['', '2'],
    ]);
  });

  it('has a last record without a line break, and an empty last cell', async () => {
    expect((await read('a,b\r1,\r\r2,"y"')).records).toEqual([
      ['1', ''],
      ['2', 'y'],
    ]);
  });

  it('says which line of the file a record ends on', async () => {
    const { rows } = await readCsv(['a,b\n1,"two\nlines"\n\n2,x\r\n3,"two\r\nlines"\r\n']);
    const lines: number[] = [];
    for await (const { line } of rows) lines.push(line);
    expect(lines).toEqual([3, 5, 7]);
  });

  it('has as many cells in each record as in the header: others cannot be told apart', async () => {
    const problem = (cells: number) =>
      `${cells} cells where the header has 2: a separator or quote in a cell is probably not quoted`;
    expect((await read('a,b\n1,2,3\n4,5\n6\n')).records).toEqual([
      { row: 1, line: 2, problem: problem(3) },
      ['4', '5'],
      { row: 3, line: 4, problem: problem(1) },
    ]);
  });

  it('says so when a quote is never closed', async () => {
    const { records } = await read('a,b\n1,"x\ny"\n2,"cut off\nand on');
    expect(records).toEqual([
      ['1', 'x\ny'],
      {
        row: 2,
        line: 5,
        problem: 'the quote opened on line 4 is never closed: nothing from there on can be read',
      },
    ]);
  });

  it.each([
    ['after empty lines', 'a,b\r\n1,2\r\n\r\n\r\n"3,4\r\n5,6\r\n', 5, 6],
    ['after cells of several lines', 'a,b\n"x\r\ny\nz","4\n\n5,6', 4, 6],
    ['after other marks', '\uFEFFa,b\n"Café ""1""\n""",é"\n7" é,"4\r\n', 4, 4],
  ])('says where a quote was opened %s, and where the file ends', async (_, text, opened, line) => {
    for (const chunks of [[text], [...text]]) {
      const { records } = await read(...chunks);
      expect(records.at(-1)).toMatchObject({ line, problem: expect.stringContaining(`opened on line ${opened} is`) });
    }
  });

  it.each([
    ['a,"b\n1,2\n', 1],
    ['\uFEFF\r\n\r\n"a,b\r\n1,2\r\n', 3],
  ])('says where a quote of the header was opened: %j', async (text, line) => {
    await expect(read(text)).rejects.toThrow(
      new UnreadableFile(
        `The header cannot be read: the quote opened on line ${line} is never closed: nothing from there on can be read.`,
      ),
    );
  });

  it('does not call a quote what is only a record without an end', async () => {
    const endless = Array.from({ length: 17 }, () => 'x'.repeat(1_000_000));
    await expect(read('a,b\n1,2\n3,', ...endless)).rejects.toThrow(
      new UnreadableFile(
        'The file cannot be read: the row that begins on line 3 does not end within 16,000,000 characters.',
      ),
    );
  });

  it('does not swallow megabytes after an open quote', async () => {
    await expect(read('a,b\n1,x\n2,"', 'x\n'.repeat(600_000))).rejects.toThrow(
      new UnreadableFile(
        'The file cannot be read: the quote opened on line 3 is never closed: nothing from there on can be read.',
      ),
    );
  });

  it.each([
    ['in quotes', `2,"${'x'.repeat(1_200_000)}"`, 'line 3 has 1,200,001 characters; a row may have 1,000,000'],
    ['without quotes', `2,${'x'.repeat(1_000_000)}`, 'line 3 has 1,000,001 characters; a row may have 1,000,000'],
    [
      'over many lines',
      `2,"${'x\r\n'.repeat(400_000)}"`,
      'lines 3 to 400,003 have 1,200,001 characters; a row may have 1,000,000. If they are several rows, a quote before them is not closed',
    ],
  ])('refuses a record of more than a million characters %s, and reads on', async (_how, record, problem) => {
    const text = `a,b\n1,x\n${record}\n3,"y"\n`;
    for (const chunks of [[text], text.match(/[^]{1,65536}/g)!]) {
      expect((await read(...chunks)).records).toEqual([
        ['1', 'x'],
        expect.objectContaining({ row: 2, problem }),
        ['3', 'y'],
      ]);
    }
  });

  it('tells a header that is too long from one that is not there', async () => {
    await expect(read(`a,${'b'.repeat(1_000_000)}\n1,2`)).rejects.toThrow(
      'The header cannot be read: line 1 has 1,000,001 characters',
    );
  });

  it('needs a header', async () => {
    await expect(read('')).rejects.toThrow('no header line');
  });

  it('reads the same wherever the chunks end', async () => {
    const text = 'a,b\r\n1,"x\r\ny ""z"""\r\n\r\n2,"z"z\r3,"';
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 8 }), async (cuts) => {
        const ends = [0, ...cuts.sort((x, y) => x - y), text.length];
        const chunks = ends.slice(1).map((end, index) => text.slice(ends[index], end));
        expect(await read(...chunks)).toEqual(await read(text));
      }),
    );
  });
});

describe('encoding', () => {
  it('is UTF-8 when it can be, also across chunks', async () => {
    const bytes = new TextEncoder().encode('Café');
    expect(await encodingOf(bytesOf(bytes.slice(0, 4), bytes.slice(4)))).toBe('utf-8');
    expect(await textOf(decode(bytesOf(bytes.slice(0, 4), bytes.slice(4)), 'utf-8'))).toBe('Café');
  });

  it('falls back to windows-1252', async () => {
    const bytes = Uint8Array.of(0x43, 0x61, 0x66, 0xe9);
    expect(await encodingOf(bytesOf(bytes))).toBe('windows-1252');
    expect(await textOf(decode(bytesOf(bytes), 'windows-1252'))).toBe('Café');
  });

  it.each([
    ['utf-16le', Uint8Array.of(0xff, 0xfe, 0x43, 0x00, 0xe9, 0x00)],
    ['utf-16be', Uint8Array.of(0xfe, 0xff, 0x00, 0x43, 0x00, 0xe9)],
  ] as const)('is %s where the file begins with its mark, which is no part of the text', async (encoding, bytes) => {
    for (const chunks of [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]) {
      expect(await encodingOf(bytesOf(...chunks))).toBe(encoding);
      expect(await textOf(decode(bytesOf(...chunks), encoding))).toBe('Cé');
    }
  });

  it.each(['utf-16le', 'utf-16be'] as const)('is %s where that is how it begins, without a mark', async (encoding) => {
    const little = Buffer.from('number,état\r\n', 'utf16le');
    const bytes = encoding === 'utf-16le' ? little : Buffer.from(little).swap16();
    for (const chunks of [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]) {
      expect(await encodingOf(bytesOf(...chunks))).toBe(encoding);
      expect(await textOf(decode(bytesOf(...chunks), encoding))).toBe('number,état\r\n');
    }
  });

  it('is UTF-8 where a stray NUL is all that is odd', async () => {
    expect(await encodingOf(bytesOf(Buffer.from('n\0umber,state')))).toBe('utf-8');
  });

  it('of what cannot be read to its end is not guessed', async () => {
    async function* broken() {
      yield Uint8Array.of(0x43, 0x61, 0x66);
      throw new Error('EIO');
    }
    await expect(encodingOf(broken())).rejects.toThrow('EIO');
  });
});
