import { UnavailableError, type EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { CallOptions, Metadata } from '@grpc/grpc-js';
import { StoreUnavailable } from '../errors';
import { asStoreError, isDeadline, isNotLeader, isWrongVersion } from './store-errors';

type Recorded = ReadResp.ReadEvent.RecordedEvent;
type CallArguments = [Metadata, CallOptions];

/**
 * What of the client is used: it finds the leader, holds the channel, and takes another after a loss. Its own methods
 * are not: its reads have no deadline, its reads of `$all` no filter, and its batched appends share a table between all
 * clients of the process in which the loss of one server ends the appends of another.
 */
interface ClientParts {
  getGRPCClient(client: typeof StreamsClient, name: string): Promise<StreamsClient>;
  callArguments(options: { requiresLeader: boolean; deadline?: number }, more?: { deadline: number }): CallArguments;
  handleError(client: StreamsClient, error: unknown): Promise<void>;
  dispose(): Promise<void>;
}

/** What the server answers to an append it accepted. */
export interface Written {
  /** Commit position of the last event; absent when the server does not say it. */
  readonly commit?: string;
}

/** The calls that the store makes, each with a deadline, each to the leader, with the errors of the port. */
export class Connection {
  private readonly parts: ClientParts;
  private closed = false;
  private readonly underWay = new Set<Promise<unknown>>();
  private latest?: StreamsClient;
  /** Calls one after the other that were not answered in time. */
  private unanswered = 0;

  constructor(
    client: EventStoreDBClient,
    private readonly deadlineMs: number,
  ) {
    this.parts = client as unknown as ClientParts;
  }

  /** What the server sends for a bounded read; nothing for a stream that does not exist. */
  read(request: ReadReq): Promise<Recorded[]> {
    return this.call((client, callArguments) => collect(client.read(request, ...callArguments)));
  }

  /** @returns `undefined` when the stream is at another revision */
  append(messages: readonly AppendReq[]): Promise<Written | undefined> {
    return this.call((client, callArguments) => send(client, messages, callArguments));
  }

  /** A read without an end and a deadline; a lost server ends it with an error by the channel's keep-alive. */
  async subscribe(request: ReadReq): Promise<ReturnType<StreamsClient['read']>> {
    const client = await this.client();
    const callArguments = this.parts.callArguments({ requiresLeader: true }, { deadline: Infinity });
    const stream = client.read(request, ...callArguments);
    stream.on('error', (error) => void this.parts.handleError(client, error).catch(ignore));
    return stream;
  }

  /** Waits for what is under way, then gives up the channel. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.underWay);
    await this.parts.dispose();
    this.latest?.close();
  }

  private async call<Answer>(
    run: (client: StreamsClient, callArguments: CallArguments) => Promise<Answer>,
  ): Promise<Answer> {
    if (this.closed) throw new StoreUnavailable('The event store is closed.');
    const answer = this.inTime(this.attempt(run));
    this.underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.underWay.delete(answer);
    }
  }

  /** A node that is not the leader has done nothing and says who is: the second attempt goes there. */
  private async attempt<Answer>(
    run: (client: StreamsClient, callArguments: CallArguments) => Promise<Answer>,
    last = false,
  ): Promise<Answer> {
    const client = await this.client();
    try {
      const callArguments = this.parts.callArguments({ requiresLeader: true, deadline: this.deadlineMs });
      const answer = await run(client, callArguments);
      this.unanswered = 0;
      return answer;
    } catch (error) {
      await this.parts.handleError(client, this.givesUp(error) ? new UnavailableError() : error).catch(ignore);
      if (!last && isNotLeader(error)) return this.attempt(run, true);
      throw asStoreError(error);
    }
  }

  /** A connection that swallows everything looks whole for long; after some calls the client is told to take another. */
  private givesUp(error: unknown): boolean {
    this.unanswered = isDeadline(error) ? this.unanswered + 1 : 0;
    if (this.unanswered < PATIENCE) return false;
    this.unanswered = 0;
    return true;
  }

  private async client(): Promise<StreamsClient> {
    try {
      return (this.latest = await this.parts.getGRPCClient(StreamsClient, 'streams'));
    } catch (error) {
      throw asStoreError(error);
    }
  }

  /** The call has a deadline of its own; finding a leader to call has none. */
  private async inTime<Answer>(work: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const tooLate = () => reject(new StoreUnavailable('The KurrentDB server did not answer in time.'));
      timer = setTimeout(tooLate, this.deadlineMs + GRACE_MS);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The deadline of the call itself says more, so it goes first. */
const GRACE_MS = 250;

const PATIENCE = 3;

const ignore = (): void => undefined;

function collect(stream: ReturnType<StreamsClient['read']>): Promise<Recorded[]> {
  return new Promise((resolve, reject) => {
    const events: Recorded[] = [];
    stream.on('data', (response: ReadResp) => {
      const event = response.getEvent()?.getEvent();
      if (event) events.push(event);
    });
    stream.on('error', reject);
    stream.on('end', () => resolve(events));
  });
}

function send(
  client: StreamsClient,
  messages: readonly AppendReq[],
  callArguments: CallArguments,
): Promise<Written | undefined> {
  return new Promise((resolve, reject) => {
    const call = client.append(...callArguments, (error, response) => {
      if (!error) resolve(writtenOf(response));
      else if (isWrongVersion(error)) resolve(undefined);
      else reject(error);
    });
    call.on('error', reject);
    for (const message of messages) call.write(message);
    call.end();
  });
}

function writtenOf(response: AppendResp): Written | undefined {
  const success = response.getSuccess();
  return success && { commit: success.getPosition()?.getCommitPosition() };
}
