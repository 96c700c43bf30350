import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
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
  const directory = dirname(resolve(path));
  try {
    await access(there ? path : directory, constants.W_OK);
  } catch {
    throw new CliError(
      `No report can be written to ${path}: ${directory} must be there, and yours to write.`,
      EXIT.usage,
    );
  }
}
