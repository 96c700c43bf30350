import { Client } from 'pg';

/** Where the database of an address is, for people; no password. An address may leave it to the driver, as `postgres://` does. */
export function placeOf(url: string): string {
  const named = new URL(url).host;
  if (named) return named;
  // Not connected: it only says where it would.
  const { host, port } = new Client({ connectionString: url });
  return host.startsWith('/') ? host : `${host}:${port}`;
}
