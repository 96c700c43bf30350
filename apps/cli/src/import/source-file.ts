import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  decode,
  encodingOf,
  readCsv,
  readMapping,
  type CsvFile,
  type Encoding,
  type LocatedRow,
  type Mapping,
} from '@opsledger/incident-history';
import { jsonIn } from '../named-file';

/** What identifies the file an import came from. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly encoding: Encoding;
}

export async function inspect(path: string): Promise<SourceFile> {
  const { size } = await stat(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const encoding = await encodingIn(path);
  return { path, name: basename(path), bytes: size, sha256: hash.digest('hex'), encoding };
}

export const encodingIn = (path: string): Promise<Encoding> => encodingOf(createReadStream(path));

export const openCsv = ({ path, encoding }: Pick<SourceFile, 'path' | 'encoding'>): Promise<CsvFile<LocatedRow>> =>
  readCsv(decode(createReadStream(path), encoding));

/** @throws CliError when it cannot be read, InvalidMapping when it says something that cannot be used */
export const mappingFrom = (path: string | undefined): Mapping => readMapping(path === undefined ? {} : jsonIn(path));
