import { createServer } from 'node:net';
import { CannotStart } from './cannot-start';

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Finds out before anything is started whether the address can be had.
 *
 * @throws CannotStart when it cannot
 */
export function requireAddress({ host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(asCannotListen(error, { host, port })));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

/** Says what an error of `listen` means to the person who starts the suite; other errors stay as they are. */
export function asCannotListen(error: unknown, { host, port }: Address): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const say = (message: string) => new CannotStart(message, { cause: error });
  if (code === 'EADDRINUSE')
    return say(`Port ${port} on ${host} is taken: stop what listens there, or choose another with PORT.`);
  if (code === 'EACCES' && syscall === 'listen')
    return say(`Port ${port} needs more rights than this user has: choose one above 1023 with PORT.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return say(`This machine has no address ${host}: choose another with HOST.`);
  return error;
}
