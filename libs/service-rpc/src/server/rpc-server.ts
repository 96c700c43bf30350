import type { AddressInfo, Server, Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { ServerTCP, type TcpSocket } from '@nestjs/microservices';
import { Doorkeeper } from '../admission/doorkeeper';
import type { Secrets } from '../admission/secret';
import { CALLS } from '../wire';
import type { Gate } from './gate';

/** Where the server listens and whom it lets in; `gate` counts what is being answered when it is to stop. */
export interface RpcServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly gate: Gate;
  /** Only who knows one of them is let in; none: everybody who gets here. */
  readonly secrets?: Secrets;
  /** Milliseconds that peers get until they must have shown that they know it. */
  readonly admission?: number;
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
  private readonly door: Doorkeeper;
  private readonly admission: number;
  private closing?: Promise<void>;

  constructor({ host, port, gate, secrets = [], admission = 5_000, goodbye = 2_000 }: RpcServerOptions) {
    super({ host, port, maxBufferSize: LARGEST_MESSAGE });
    this.gate = gate;
    this.door = new Doorkeeper(secrets);
    this.admission = admission;
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
    if (this.door.admits(socket)) return;
    const timer = setTimeout(() => {
      if (!this.door.admits(socket)) socket.destroy();
    }, this.admission).unref();
    socket.once('close', () => clearTimeout(timer));
  }

  /** Whatever is asked, and whoever would answer it: nobody is heard who has not been let in. */
  override async handleMessage(socket: TcpSocket, message: unknown): Promise<void> {
    const { id, pattern, data } = (message ?? {}) as { id?: string; pattern?: unknown; data?: unknown };
    const proving = pattern === CALLS.prove;
    if (!proving && this.door.admits(socket.netSocket)) return super.handleMessage(socket, message);
    const response = proving ? this.door.answer(socket.netSocket, data) : this.door.refusal;
    if (id !== undefined) socket.sendMessage({ id, response, isDisposed: true });
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
