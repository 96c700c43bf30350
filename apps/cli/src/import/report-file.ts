import { constants, type Stats } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError, EXIT } from '../client/errors';

/**
 * Refuses a place where no report can be written before anything is imported: afterwards nobody could be told of every row.
 *
 * @throws CliError that says why; wrong usage
 */
export async function requireReportPlace(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) throw new CliError(`${path} is a directory: name a file for the report.`, EXIT.usage);
  const obstacle = there ? await obstacleIn(path, there) : await obstacleAround(dirname(resolve(path)));
  if (obstacle) throw new CliError(`No report can be written to ${path}: ${obstacle}`, EXIT.usage);
}

async function obstacleIn(path: string, there: Stats): Promise<string | undefined> {
  // Who reads a pipe would take its being opened and closed for all that comes.
  if (!there.isFile()) return undefined;
  try {
    // Only opening tells of a program that is being run.
    await (await open(path, constants.O_WRONLY)).close();
    return undefined;
  } catch (error) {
    return `the file that is there cannot be written (${(error as NodeJS.ErrnoException).code}).`;
  }
}

async function obstacleAround(directory: string): Promise<string | undefined> {
  const there = await stat(directory).catch(() => undefined);
  if (!there) return `there is no directory ${directory}.`;
  if (!there.isDirectory()) return `${directory} is a file, not a directory.`;
  return access(directory, constants.W_OK).then(
    () => undefined,
    () => `the directory ${directory} is not yours to write.`,
  );
}
