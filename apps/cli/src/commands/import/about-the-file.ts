import { InvalidMapping, MissingColumns, UnreadableFile } from '@opsledger/incident-history';
import { CliError, EXIT } from '../../client/errors';

/** What is wrong with a file is wrong usage. */
export function aboutTheFile(error: unknown): never {
  const isAbout = error instanceof InvalidMapping || error instanceof MissingColumns || error instanceof UnreadableFile;
  throw isAbout ? new CliError(error.message, EXIT.usage) : error;
}
