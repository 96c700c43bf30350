import type { AddressInfo, Server, Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { ServerTCP } from '@nestjs/microservices';
import type { Gate } from './gate';

export interface RpcServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly gate: Gate;
  /** Milliseconds that peers get to take their last answers when the server stops. */
  readonly goodbye?: number;
}

/** Characters of one message: a body as large as the gateway lets in, and what travels beside it. */
const LARGEST_MESSAGE = 16 * 1024 * 1024;
const KEEP_ALIVE_MS = 15_000;

/** Nest's TCP server, which ends its connections only when everybody has been answered. */
export class RpcServer extends ServerTCP {
  private readonly gate: Gate;
  private readonly goodbye: number;
  private closing?: Promise<void>;

  constructor({ host, port, gate, goodbye = 2_000 }: RpcServerOptions) {
    super({ host, port, maxBufferSize: LARGEST_MESSAGE });
    this.gate = gate;
    this.goodbye = goodbye;
  }

  get address(): AddressInfo {
    return this.unwrap<Server>().address() as AddressInfo;
  }

  override listen(callback: (error?: unknown) => void): void {
    // Nest tells of a taken port alone; an address that does not exist would never be answered.
    const server = this.unwrap<Server>();
    server.once('error', callback);
    server.listen(this.port, this.host, () => {
      server.off('error', callback);
      callback();
    });
  }

  override bindHandler(socket: Socket): void {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.setNoDelay(true);
    super.bindHandler(socket);
  }

  /** Peers come and go as they like: whoever waits for an answer finds out by itself. */
  override handleError(): void {}

  /** New calls are told that nothing was begun, those in work are finished and answered. */
  override close(): Promise<void> {
    return (this.closing ??= this.closeInOrder());
  }

  private async closeInOrder(): Promise<void> {
    this.isManuallyTerminated = true;
    const ended = new Promise<void>((resolve) => this.server.close(() => resolve()));
    await this.gate.close();
    await nextTurn();
    for (const socket of this.openSockets) socket.end();
    const patience = new AbortController();
    await Promise.race([ended, delay(this.goodbye, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    this.closeOpenSockets();
  }
}
