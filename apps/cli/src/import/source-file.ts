import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  decode,
  encodingOf,
  readCsv,
  readMapping,
  type CsvFile,
  type Encoding,
  type Mapping,
} from '@opsledger/incident-history';
import { CliError, EXIT } from '../client/errors';

/** What identifies the file an import came from. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly encoding: Encoding;
}

/** @throws CliError when there is no such file */
export async function inspect(path: string): Promise<SourceFile> {
  const bytes = await sizeOf(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const encoding = await encodingOf(createReadStream(path));
  return { path, name: basename(path), bytes, sha256: hash.digest('hex'), encoding };
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new CliError(`There is no file ${path}.`, EXIT.usage);
  return found.size;
}

export const openCsv = ({ path, encoding }: SourceFile): Promise<CsvFile> =>
  readCsv(decode(createReadStream(path), encoding));

/** @throws CliError when it is not there or not JSON, InvalidMapping when it says something that cannot be used */
export async function mappingFrom(path: string | undefined): Promise<Mapping> {
  if (path === undefined) return readMapping({});
  await sizeOf(path);
  const text = await readFile(path, 'utf8');
  try {
    return readMapping(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CliError(`${path} is not JSON: ${error.message}`, EXIT.usage);
    throw error;
  }
}
