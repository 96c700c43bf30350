import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { CliError, EXIT } from './client/errors';

/**
 * Refuses what cannot be read as a file before anything is done with it.
 *
 * @throws CliError that names it; wrong usage
 */
export function requireFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new CliError(`There is no file ${path}.`, EXIT.usage);
  if (found.isDirectory()) throw new CliError(`${path} is a directory: name a file.`, EXIT.usage);
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new CliError(`${path} is not yours to read.`, EXIT.usage);
  }
}

/**
 * Refuses what cannot be read from its beginning again and again, as a large file is.
 *
 * @throws CliError that names it; wrong usage
 */
export function requireLastingFile(path: string): void {
  requireFile(path);
  if (statSync(path).isFile()) return;
  throw new CliError(
    `${path} is no file but a pipe or device, which may be read only once: save what it gives to a file, and name that.`,
    EXIT.usage,
  );
}

function textOf(path: string): string {
  requireFile(path);
  const bytes = readFileSync(path);
  if (isUtf16(bytes)) throw new CliError(`${path} is UTF-16: save it as UTF-8.`, EXIT.usage);
  return new TextDecoder().decode(bytes);
}

/**
 * What a file of JSON that was named on the command line holds.
 *
 * @param remedy what to do about one that is not JSON
 * @throws CliError that names it and says why it cannot be read; wrong usage
 */
export function jsonIn(path: string, remedy = ''): unknown {
  const text = textOf(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CliError(`${path} cannot be read as JSON: ${(error as Error).message}. ${remedy}`.trim(), EXIT.usage);
  }
}

const BYTE_ORDER_MARKS = [Buffer.of(0xff, 0xfe), Buffer.of(0xfe, 0xff)];

const isUtf16 = (bytes: Buffer): boolean => BYTE_ORDER_MARKS.some((mark) => mark.equals(bytes.subarray(0, 2)));
