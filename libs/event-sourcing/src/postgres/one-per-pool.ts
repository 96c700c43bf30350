import type { Pool } from 'pg';

/** One for each pool, made when it is first asked for; it goes with its pool. */
export function onePerPool<One>(make: (pool: Pool) => One): (pool: Pool) => One {
  const made = new WeakMap<Pool, One>();
  return (pool) => {
    const one = made.get(pool) ?? make(pool);
    made.set(pool, one);
    return one;
  };
}
