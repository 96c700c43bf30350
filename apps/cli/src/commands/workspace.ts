import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from '../client/errors';

/** The directory of the workspace this program belongs to. */
export function workspaceRoot(from = __dirname): string {
  for (let directory = from; directory !== dirname(directory); directory = dirname(directory)) {
    const manifest = join(directory, 'package.json');
    if (existsSync(manifest) && 'workspaces' in JSON.parse(readFileSync(manifest, 'utf8'))) return directory;
  }
  throw new CliError('This needs the repository of Opsledger: run it from there.');
}
