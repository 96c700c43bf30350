import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How a link is. */
export type LinkState =
  | 'up'
  /** New connections are refused, those there are end with a reset. */
  | 'refused'
  /** Nothing arrives any more and nobody is told: as when a cable is cut. */
  | 'black-holed';

/** A stretch of network in front of a server, which a test can spoil. */
export interface UnreliableLink {
  readonly port: number;
  /** Connections made since the start. */
  readonly connections: number;
  become(state: LinkState): Promise<void>;
  /** Holds everything up by so many milliseconds, each way. */
  delayBy(milliseconds: number): void;
  close(): Promise<void>;
}

/** A link to a server, at first as good as none at all; whoever is to suffer connects to its port on 127.0.0.1. */
export async function unreliableLink(target: {
  readonly port: number;
  readonly host?: string;
}): Promise<UnreliableLink> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let [state, late, connections] = ['up' as LinkState, 0, 0];
  let server: Server;

  const carry = (from: Socket, to: Socket): void => {
    let line = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      line = line.then(async () => {
        if (late > 0) await delay(late);
        if (state === 'up' && !to.destroyed) to.write(bytes);
      });
    });
    from.on('end', () => void line.then(() => state === 'up' && to.end()));
    from.on('error', () => to.destroy());
  };
  const accept = (near: Socket): void => {
    connections += 1;
    const far = connect({ host: '127.0.0.1', ...target });
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const socket of pair) socket.on('close', () => pairs.delete(pair));
    carry(near, far);
    carry(far, near);
  };
  const listen = async (port: number): Promise<void> => {
    server = createServer({ allowHalfOpen: true }, accept).listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async (): Promise<void> => {
    const closed = server.listening && once(server, 'close');
    server.close();
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
    await closed;
  };

  await listen(0);
  const { port } = server!.address() as AddressInfo;
  return {
    port,
    get connections() {
      return connections;
    },
    async become(next) {
      const before = state;
      state = next;
      if (next === 'refused' && before !== 'refused') await cut();
      if (next !== 'refused' && before === 'refused') await listen(port);
    },
    delayBy: (milliseconds) => void (late = milliseconds),
    close: () => (state === 'refused' ? Promise.resolve() : cut()),
  };
}
