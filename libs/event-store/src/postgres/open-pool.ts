import { Pool, type PoolConfig } from 'pg';
import { WatchedClient } from './watched-client';

/**
 * A pool whose lost connections never end the program, and whose silent ones are given up. pg's pool listens to a
 * connection only while it lies idle; one that is lost after it was taken out and before it was asked anything would
 * have no listener at all.
 *
 * @param onIdleLost told of connections lost while idle; whoever uses one learns of the loss from their query
 */
export function openPool(config: PoolConfig, onIdleLost: (error: Error) => void = () => undefined): Pool {
  const pool = new Pool({ ...config, Client: WatchedClient });
  pool.on('error', onIdleLost);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
