import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/** The one user of the server, and its superuser; the server listens on 127.0.0.1 alone. */
export const USER = 'opsledger';
/** Where log and views are unless a connection names another database. */
export const DATABASE = 'opsledger';

/** How to reach the server; kept beside its data. */
export interface Credentials {
  readonly port: number;
  readonly password: string;
}

/** The kept credentials, or `undefined` when there are none yet. */
export function readCredentials(file: string): Credentials | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { port, password } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Credentials>;
    if (typeof port === 'number' && typeof password === 'string') return { port, password };
  } catch {
    // Told below, together with a file that is JSON but not ours.
  }
  throw new EmbeddedPostgresError(
    `${file} is damaged: restore it from a backup; it holds the password of the data beside it.`,
  );
}

/** Replaces the file as a whole, so that a crash leaves the old one or the new one. */
export function writeCredentials(file: string, credentials: Credentials): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}

/** 24 random bytes, as text that a connection string can hold as it is. */
export const newPassword = (): string => randomBytes(24).toString('base64url');

/** Connection string of a database of this server, password included: not for logs. */
export const urlOf = ({ port, password }: Credentials, database: string = DATABASE): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
