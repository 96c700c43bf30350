import type { Socket } from 'node:net';
import { ClientTCP, JsonSocket } from '@nestjs/microservices';
import { isProof, newNonce, prove, type Secrets } from '../admission/secret';
import { CALLS, type Answer, type Call, type Challenge, type Hello } from '../wire';
import type { Address } from './service-addresses';
import { NoAnswer, NotAdmitted, NotSent } from './errors';

/** How soon a peer that does not answer is given up, and what it must know to be talked to. */
export interface ConnectionLimits {
  /** Milliseconds until a peer must have answered who it is. */
  readonly connectTimeout: number;
  /** Milliseconds between two looks whether the peer is still there. */
  readonly heartbeat: number;
  /** Milliseconds without anything from the peer after which the connection is given up. */
  readonly silence: number;
  /** What both ends must know; none: nobody is asked for it. */
  readonly secrets?: Secrets;
}

/** One connection to one replica, for any number of calls at a time. Once gone it stays gone. */
export class Connection {
  private readonly heart: NodeJS.Timeout;
  private heard = performance.now();
  private beaten = performance.now();

  /** @throws NotSent when nobody answers there, or not the service looked for; NotAdmitted when secrets differ */
  static async open(address: Address, service: string, limits: ConnectionLimits): Promise<Connection> {
    const client = new OneConnection(address);
    const timer = setTimeout(() => client.drop(`no answer within ${limits.connectTimeout} ms`), limits.connectTimeout);
    try {
      const socket = await client.dial();
      const connection = new Connection(client, socket, limits);
      if (limits.secrets?.length) await connection.prove(limits.secrets, limits.connectTimeout);
      const answer = (await connection.call(CALLS.hello, {}, limits.connectTimeout)) as Answer<Hello>;
      const { services = [] } = 'result' in answer ? (answer.result ?? { services: [] }) : { services: [] };
      if ('notTaken' in answer && answer.notTaken === 'not admitted') throw new NotAdmitted('wants RPC_SECRET');
      if ('notTaken' in answer) throw new NotSent(answer.notTaken);
      if (!services.includes(service)) throw new NotSent(`runs ${services.join(', ') || 'no services'}`);
      return connection;
    } catch (error) {
      client.drop('not usable');
      if (error instanceof NotAdmitted) throw error;
      throw new NotSent(error instanceof Error ? reasonOf(error) : String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private constructor(
    private readonly client: OneConnection,
    socket: Socket,
    private readonly limits: ConnectionLimits,
  ) {
    socket.setKeepAlive(true, limits.silence);
    socket.setNoDelay(true);
    socket.on('data', () => (this.heard = performance.now()));
    this.heart = setInterval(() => this.beat(), limits.heartbeat).unref();
    void client.gone.then(() => clearInterval(this.heart));
  }

  /** Resolves with the reason when the connection is gone. */
  get gone(): Promise<string> {
    return this.client.gone;
  }

  /** Neither end takes the other at its word. */
  private async prove(secrets: Secrets, timeout: number): Promise<void> {
    const client = newNonce();
    const told = (await this.call(CALLS.prove, { nonce: client }, timeout)) as Answer<Challenge>;
    if (!('result' in told) || !told.result) throw new NotAdmitted('has no RPC_SECRET');
    const round = { client, server: told.result.nonce };
    if (!isProof(told.result.proof, secrets, 'server', round)) throw new NotAdmitted('has another RPC_SECRET');
    const answer = await this.call(CALLS.prove, { proof: prove(secrets, 'client', round) }, timeout);
    if ('notTaken' in answer) throw new NotAdmitted('does not take our RPC_SECRET');
  }

  /** @throws NotSent, NoAnswer */
  call(call: Call, data: object, timeout: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const answers = this.client.send<Answer>(call, data).subscribe({
        next: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        error: (error: unknown) => {
          clearTimeout(timer);
          reject(error instanceof NotSent ? error : new NoAnswer(this.client.reason ?? reasonOf(error)));
        },
      });
      const timer = setTimeout(() => {
        answers.unsubscribe();
        reject(new NoAnswer(`no answer within ${timeout} ms`, true));
      }, timeout);
    });
  }

  close(reason: string): void {
    this.client.drop(reason);
  }

  private beat(): void {
    const now = performance.now();
    // This process itself stood still: what came meanwhile has not been read yet.
    const late = now - this.beaten > 2 * this.limits.heartbeat;
    this.beaten = now;
    if (late) this.heard = Math.max(this.heard, now - this.limits.heartbeat);
    const quiet = now - this.heard;
    if (quiet > this.limits.silence) this.close(`silent for ${Math.round(quiet)} ms`);
    else if (quiet >= this.limits.heartbeat / 2) this.call(CALLS.hello, {}, this.limits.silence).catch(() => undefined);
  }
}

const reasonOf = (error: unknown): string =>
  (error as Error)?.message || String((error as NodeJS.ErrnoException)?.code ?? error);

/** Nest's TCP client, which would dial again by itself: this one leaves that to whoever knows the other replicas. */
class OneConnection extends ClientTCP {
  readonly gone: Promise<string>;
  reason?: string;
  private markGone: (reason: string) => void = () => undefined;

  constructor({ host, port }: Address) {
    super({ host, port, socketClass: EagerReader });
    this.gone = new Promise((resolve) => (this.markGone = resolve));
  }

  async dial(): Promise<Socket> {
    await this.connect();
    return this.unwrap<Socket>();
  }

  override connect(): Promise<unknown> {
    return this.reason === undefined ? super.connect() : Promise.reject(new NotSent(this.reason));
  }

  drop(reason: string): void {
    this.reason ??= reason;
    if (this.socket) this.socket.netSocket.destroy(new Error(this.reason));
    this.markGone(this.reason);
  }

  override handleError(error: unknown): void {
    this.reason ??= reasonOf(error);
  }

  override handleClose(): void {
    this.reason ??= 'closed by the other side';
    super.handleClose();
    this.markGone(this.reason);
  }
}

/**
 * Nest's socket stops reading while its own writes wait. Were both ends to do so, each would wait for the other for
 * ever: this end goes on reading, and what it writes is bounded by the calls that may be in flight.
 */
class EagerReader extends JsonSocket {
  protected override handleSend(message: unknown, callback?: (error?: unknown) => void): void {
    const text = JSON.stringify(message);
    this.netSocket.write(`${text.length}#${text}`, 'utf-8', callback);
  }
}
