import { createServer } from 'node:net';
import { CannotStart } from './cannot-start';

/** An address to listen on. */
export interface Listening {
  readonly host: string;
  readonly port: number;
  /** What the variables are called that say so: `RPC_` for `RPC_HOST` and `RPC_PORT`. */
  readonly prefix?: string;
}

/**
 * Finds out before anything is started whether the address can be had.
 *
 * @throws CannotStart when it cannot
 */
export function requireAddress({ host, port }: Listening): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(asCannotListen(error, { host, port })));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** Says what an error of `listen` means to the person who starts the process; other errors stay as they are. */
export function asCannotListen(error: unknown, { host, port, prefix = '' }: Listening): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const say = (message: string) => new CannotStart(message, { cause: error });
  if (code === 'EADDRINUSE')
    return say(`Port ${port} on ${host} is taken: stop what listens there, or choose another with ${prefix}PORT.`);
  if (code === 'EACCES' && syscall === 'listen')
    return say(`Port ${port} needs more rights than this user has: choose one above 1023 with ${prefix}PORT.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return say(`This machine has no address ${host}: choose another with ${prefix}HOST.`);
  return error;
}
