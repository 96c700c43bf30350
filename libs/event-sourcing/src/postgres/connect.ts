import type { Pool, PoolClient } from 'pg';

/**
 * A connection of its own, with a listener for its loss from the very first moment: one that is lost while the promise
 * still resolves would end the program otherwise.
 */
export function connect(pool: Pool, listenerOf: (client: PoolClient) => (error: Error) => void): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) {
        reject(error ?? new Error('The pool gave no connection.'));
        return;
      }
      client.on('error', listenerOf(client));
      resolve(client);
    });
  });
}
