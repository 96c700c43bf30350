import { dirname, join } from 'node:path';
import { accountFor } from './account';
import { locateBinaries } from './binaries';
import { clusterExists, createCluster, requireVacant, requireVersion } from './cluster';
import { newPassword, readCredentials, urlOf, writeCredentials } from './credentials';
import { requireDatabase } from './database';
import { prepareDirectory, requireReachable, requireSpace } from './directory';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import type { Cluster } from './postmaster';
import type { Settings } from './settings';
import { Supervisor, type SupervisorLog } from './supervisor';

/** Where a PostgreSQL of our own keeps its data, and how it is set. */
export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the data), `postgres.json` (port and password) and `postgres.log`. Made when missing. */
  readonly dataDir: string;
  /** Port to use while it is free; by default the one used last, else one the system picks. */
  readonly port?: number;
  /** Server settings over the defaults; `fsync: 'off'` is for tests whose data may be lost. */
  readonly settings?: Settings;
  readonly log?: SupervisorLog;
  /** Ends a start that is under way: what it has started is stopped, and it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A PostgreSQL that runs and is started again when it dies. */
export interface EmbeddedPostgres {
  /** Connection string of the database, password included; the same over restarts of the server. */
  readonly url: string;
  readonly port: number;
  /** Process id of the server; changes when it is started again. */
  readonly pid: number;
  /** Calls the listener each time the server died and runs again; answers how to stop listening. */
  onRestart(listener: () => void): () => void;
  /**
   * Disconnects every client, writes everything down and ends the server. One that does not end in time, frozen or busy, is
   * killed: what was committed is in its write-ahead log, from which the next start recovers.
   *
   * @param withinMs 15 seconds unless told
   */
  stop(withinMs?: number): Promise<void>;
  /** Stops watching and leaves the server running; the next start finds and uses it. */
  release(): Promise<void>;
}

const RUNNING_MEGABYTES = 50;
/** The port that is kept until the server ran once: a first start that was cut short is made up for. */
const NOT_STARTED = 0;
/** For a server that gave no answer. */
const NEVER_USED_STOP_MS = 5_000;
const SILENT: SupervisorLog = { info: () => undefined, warn: () => undefined };

/**
 * Runs PostgreSQL on 127.0.0.1 from the binaries npm installed, and keeps it running: a server left
 * by a killed process is taken over, one that dies is started again.
 *
 * One process at a time may use a data directory; the caller sees to that.
 *
 * @throws EmbeddedPostgresError when it cannot run here; the message is one line, with a remedy
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, log = SILENT, signal = new AbortController().signal } = options;
  const dataDir = prepareDirectory(options.dataDir);
  const directory = join(dataDir, 'postgres');
  const credentialsFile = join(dataDir, 'postgres.json');
  const binaries = locateBinaries();
  const account = accountFor(directory);
  requireReachable(directory, account);
  requireReachable(binaries.postgres, account);

  const exists = clusterExists(directory);
  const kept = keptCredentials(credentialsFile, { directory, exists });
  const password = kept?.password ?? newPassword();
  if (exists) {
    requireVersion(directory);
    requireSpace(dataDir, RUNNING_MEGABYTES);
  } else {
    requireVacant(directory);
    log.info(`Creating a PostgreSQL database in ${directory}`);
    writeCredentials(credentialsFile, { port: NOT_STARTED, password });
    await createCluster(directory, { binaries, account, password, fsync: settings.fsync !== 'off' });
  }

  const cluster: Cluster = { directory, logFile: join(dataDir, 'postgres.log'), binaries, account, settings };
  const server = await Supervisor.start(cluster, options.port ?? kept?.port ?? 0, log, signal).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      throw error;
    },
  );
  if (server.port !== kept?.port) writeCredentials(credentialsFile, { port: server.port, password });
  const credentials = { port: server.port, password };
  try {
    await requireDatabase((database) => urlOf(credentials, database), credentialsFile, signal);
  } catch (error) {
    await server.stop(NEVER_USED_STOP_MS);
    throw error;
  }
  return {
    url: urlOf(credentials),
    port: server.port,
    get pid() {
      return server.pid;
    },
    onRestart: (listener) => server.onRestart(listener),
    stop: (withinMs) => server.stop(withinMs),
    release: () => server.release(),
  };
}

/** @throws EmbeddedPostgresError when data or password are there without the other */
function keptCredentials(file: string, { directory, exists }: { directory: string; exists: boolean }) {
  const kept = readCredentials(file);
  if (exists && !kept)
    throw new EmbeddedPostgresError(
      `${file}, which holds the password of ${directory}, is missing: restore it from a backup, or move the data away to start empty.`,
    );
  if (!exists && kept && kept.port !== NOT_STARTED)
    throw new EmbeddedPostgresError(
      `${directory}, the database that ${file} belongs to, is gone: restore it from a backup, or move what is left in ${dirname(file)} away to start empty.`,
    );
  return kept;
}
