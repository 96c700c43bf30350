/** Server settings by name, as in postgresql.conf. */
export type Settings = Readonly<Record<string, string | number>>;

/** For a small machine. fsync is not here: it stays on. */
const DEFAULTS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  random_page_cost: 1.1,
  // A young database doubles in a minute; without figures about it, lists are read in the worst order.
  autovacuum_naptime: '15s',
  // Giving empty ends of tables back to the disk holds writes up for the deadlock time-out of a second.
  vacuum_truncate: 'off',
  wal_compression: 'on',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  lc_messages: 'C',
};

/** `-c name=value` for every setting. */
export const serverArguments = (settings: Settings = {}): string[] =>
  Object.entries({ ...DEFAULTS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
