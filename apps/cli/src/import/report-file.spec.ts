import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireReportPlace } from './report-file';

const folder = mkdtempSync(join(tmpdir(), 'opsledger-report-'));
const file = join(folder, 'there.json');
beforeAll(() => writeFileSync(file, '{}'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['beside others', join(folder, 'new.json')],
  ['of one that is there', file],
  ['of a device', '/dev/null'],
])('a report may take the place %s', async (_, path) => {
  await expect(requireReportPlace(path)).resolves.toBeUndefined();
});

test.each([
  ['is a directory', folder, `${folder} is a directory: name a file for the report.`],
  [
    'has no directory',
    join(folder, 'none', 'r.json'),
    `No report can be written to ${folder}/none/r.json: there is no directory ${folder}/none.`,
  ],
  [
    'is below a file',
    join(file, 'r.json'),
    `No report can be written to ${file}/r.json: ${file} is a file, not a directory.`,
  ],
  // This program is being run: it cannot be written, whoever one is.
  [
    'holds a file that cannot be written',
    process.execPath,
    `No report can be written to ${process.execPath}: the file that is there cannot be written`,
  ],
])('a place that %s is refused for what is in the way', async (_, path, message) => {
  await expect(requireReportPlace(path)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(message),
  });
});
