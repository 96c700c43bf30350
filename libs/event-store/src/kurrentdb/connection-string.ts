import { EventStoreDBClient } from '@eventstore/db-client';

const SCHEMES = /^(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\//i;

/** What the client understands. It warns of anything else on the console, with the whole text and the password in it. */
const OPTIONS = new Set(
  [
    'connectionName',
    'defaultDeadline',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'maxDiscoverAttempts',
    'nodePreference',
    'throwOnAppendFailure',
    'tls',
    'tlsCAFile',
    'userCertFile',
    'userKeyFile',
  ].map((option) => option.toLowerCase()),
);

/**
 * A client for a connection string, `esdb://` or `kurrentdb://`. Nothing is connected yet.
 *
 * @throws Error that says what is wrong with it, without repeating it: it may hold a password
 */
export function clientFor(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(clientUrl(url));
  } catch (error) {
    if (error instanceof UnusableUrl) throw error;
    // The client's own words quote the piece it stumbled over.
    const cause = error instanceof Error && error.message.startsWith('Failed to load') ? `: ${error.message}` : '.';
    throw new UnusableUrl(`KURRENTDB_URL is no connection string that the client understands${cause}`);
  }
}

class UnusableUrl extends Error {}

/** The scheme the client knows, whichever of the names of the product was written. */
export function clientUrl(url: string): string {
  const scheme = SCHEMES.exec(url.trim());
  if (!scheme)
    throw new UnusableUrl(
      'KURRENTDB_URL must start with kurrentdb:// or esdb://, with +discover for a cluster, e.g. kurrentdb://user:password@host:2113?tls=true.',
    );
  for (const option of optionsOf(url)) {
    const flat = option.toLowerCase().replaceAll(/[_-]/g, '');
    if (flat === 'tlsverifycert')
      throw new UnusableUrl(
        'KURRENTDB_URL: the client cannot switch off tlsVerifyCert; name the authority with tlsCAFile, or use tls=false.',
      );
    if (!OPTIONS.has(flat)) throw new UnusableUrl(`KURRENTDB_URL has an option that is not known: ${option}.`);
  }
  return `esdb${scheme[2]?.toLowerCase() ?? ''}://${url.trim().slice(scheme[0].length)}`;
}

/** The hosts of a connection string, for messages: never the credentials. */
export function hostsOf(url: string): string {
  const authority = url.trim().replace(SCHEMES, '').split(/[/?]/, 1)[0] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1);
}

function optionsOf(url: string): string[] {
  const query = url.split('?').slice(1).join('?');
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split('=', 1)[0] ?? '');
}
