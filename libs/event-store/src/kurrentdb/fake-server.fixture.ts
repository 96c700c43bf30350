import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type ServerReadableStream,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';

interface Stored {
  readonly stream: string;
  readonly revision: number;
  readonly commit: number;
  readonly message: AppendReq.ProposedMessage;
}

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type AppendCall = ServerReadableStream<AppendReq, AppendResp>;

/** What goes wrong with the calls to come, in turn. `silent` never answers; `lost answer` writes and answers with an error. */
export type Fault = 'none' | 'unavailable' | 'silent' | 'lost answer' | 'not leader' | 'access denied' | 'too large';

/**
 * As much of a KurrentDB server as the store uses, in memory: revisions, offsets, filters, subscriptions, idempotence
 * by the server's rule. It knows what is documented of the real one, no more.
 */
export class FakeServer {
  port = 0;
  faults: Fault[] = [];
  /** Port of the node that `not leader` names; nobody is there unless told. */
  leader = 1;
  /** Calls made so far, by name. */
  readonly calls = { read: 0, append: 0, subscribe: 0 };
  private log: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private size = 1_000;
  private readonly subscribers = new Map<ReadCall, ReadReq.Options>();
  private server = new Server();

  async start(): Promise<this> {
    this.server = new Server({ 'grpc.max_receive_message_length': 20 * 1024 * 1024 });
    this.server.addService(StreamsService as never, {
      read: (call: ReadCall) => this.read(call),
      append: (call: AppendCall, answer: sendUnaryData<AppendResp>) => this.append(call, answer),
    });
    this.port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync(`127.0.0.1:${this.port}`, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    return this;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** As a killed process; what was written stays for the next start. */
  stop(): void {
    this.subscribers.clear();
    this.server.forceShutdown();
  }

  dropSubscriptions(): void {
    for (const call of this.subscribers.keys()) fail(call, status.CANCELLED, 'the server shuts down');
    this.subscribers.clear();
  }

  get subscriptions(): number {
    return this.subscribers.size;
  }

  /** Somebody else's event on the same server. */
  addForeign(stream: string): void {
    const message = new AppendReq.ProposedMessage();
    message.getMetadataMap().set('type', 'Foreign').set('content-type', 'application/octet-stream');
    this.store(stream, [message]);
  }

  /** Removes the first events of a stream, as `$maxCount` and a scavenge would. */
  truncate(stream: string, before: number): void {
    this.log = this.log.filter((event) => event.stream !== stream || event.revision >= before);
    this.streams.set(
      stream,
      this.eventsOf(stream).filter((event) => event.revision >= before),
    );
  }

  private read(call: ReadCall): void {
    const options = call.request.getOptions()!;
    this.calls[options.hasSubscription() ? 'subscribe' : 'read']++;
    if (this.failed(call)) return;
    if (options.hasSubscription()) return this.subscribe(call, options);
    const stream = options.getStream();
    const found = stream ? this.ofStream(stream) : this.ofAll(options);
    const backwards = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;
    if (stream && this.eventsOf(nameOf(stream.getStreamIdentifier())).length === 0)
      call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound()));
    else
      for (const event of (backwards ? found.reverse() : found).slice(0, Number(options.getCount())))
        call.write(responseOf(event));
    call.end();
  }

  private ofStream(options: ReadReq.Options.StreamOptions): Stored[] {
    const from = Number(options.getRevision());
    return this.eventsOf(nameOf(options.getStreamIdentifier())).filter(({ revision }) => revision >= from);
  }

  private eventsOf(stream: string): Stored[] {
    return this.streams.get(stream) ?? [];
  }

  private ofAll(options: ReadReq.Options): Stored[] {
    const position = options.getAll()?.getPosition();
    const from = position ? Number(position.getCommitPosition()) : 0;
    return this.log.filter((event) => event.commit >= from && matches(options, event));
  }

  private subscribe(call: ReadCall, options: ReadReq.Options): void {
    this.subscribers.set(call, options);
    call.on('cancelled', () => this.subscribers.delete(call));
    const confirmation = new ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId('1');
    call.write(new ReadResp().setConfirmation(confirmation));
  }

  private append(call: AppendCall, answer: sendUnaryData<AppendResp>): void {
    this.calls.append++;
    const messages: AppendReq[] = [];
    call.on('data', (message: AppendReq) => messages.push(message));
    call.on('end', () => {
      const fault = this.faults.shift() ?? 'none';
      if (fault === 'silent') return;
      const refusal = fault === 'lost answer' ? undefined : errorOf(fault, this.leader);
      if (refusal) return answer(refusal);
      const response = this.appended(messages);
      if (fault === 'lost answer') answer({ code: status.UNAVAILABLE, details: 'connection lost' });
      else answer(null, response);
    });
    call.on('error', () => undefined);
  }

  private appended(messages: readonly AppendReq[]): AppendResp {
    const options = messages[0]!.getOptions()!;
    const proposed = messages.slice(1).map((message) => message.getProposedMessage()!);
    const stream = nameOf(options.getStreamIdentifier());
    const events = this.eventsOf(stream);
    const current = events.at(-1)?.revision ?? -1;
    const expected = options.hasAny() ? current : options.hasNoStream() ? -1 : Number(options.getRevision());
    const same = proposed.every(
      (message, index) => idAt(events, expected + 1 + index) === message.getId()?.getString(),
    );
    if (current > expected && same) return success(expected + proposed.length, undefined);
    if (current !== expected) return wrongVersion(current);
    const stored = this.store(stream, proposed);
    return success(stored.at(-1)!.revision, stored.at(-1)!.commit);
  }

  private store(stream: string, messages: readonly AppendReq.ProposedMessage[]): Stored[] {
    const last = this.eventsOf(stream).at(-1)?.revision ?? -1;
    const stored = messages.map((message, index) => {
      const commit = this.size;
      this.size += 120 + message.getData_asU8().length + message.getCustomMetadata_asU8().length;
      return { stream, revision: last + 1 + index, commit, message };
    });
    this.log.push(...stored);
    this.streams.set(stream, [...this.eventsOf(stream), ...stored]);
    for (const [call, options] of this.subscribers)
      for (const event of stored) if (matches(options, event)) call.write(responseOf(event));
    return stored;
  }

  private failed(call: ReadCall): boolean {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'silent') return true;
    const refusal = errorOf(fault, this.leader);
    if (refusal) call.emit('error', refusal);
    return refusal !== undefined;
  }
}

interface Refusal {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

function errorOf(fault: Fault, leader: number): Refusal | undefined {
  switch (fault) {
    case 'unavailable':
      return { code: status.UNAVAILABLE, details: 'the server is starting' };
    case 'not leader':
      return withException(status.NOT_FOUND, 'not-leader', {
        'leader-endpoint-host': '127.0.0.1',
        'leader-endpoint-port': String(leader),
      });
    case 'access denied':
      return withException(status.PERMISSION_DENIED, 'access-denied', {});
    case 'too large':
      return withException(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded', {
        'maximum-append-size': '1048576',
      });
    default:
      return undefined;
  }
}

function withException(code: status, exception: string, fields: Record<string, string>): Refusal {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries({ exception, ...fields })) metadata.set(name, value);
  return { code, details: exception, metadata };
}

const fail = (call: ReadCall, code: status, details: string): boolean => call.emit('error', { code, details });

const idAt = (events: readonly Stored[], revision: number): string | undefined =>
  events
    .find((event) => event.revision === revision)
    ?.message.getId()
    ?.getString();

function success(revision: number, commit: number | undefined): AppendResp {
  const answer = new AppendResp.Success();
  answer.setCurrentRevision(String(revision));
  if (commit === undefined) answer.setNoPosition(new Empty());
  else {
    const position = new AppendResp.Position();
    position.setCommitPosition(String(commit));
    position.setPreparePosition(String(commit));
    answer.setPosition(position);
  }
  return new AppendResp().setSuccess(answer);
}

function wrongVersion(current: number): AppendResp {
  const answer = new AppendResp.WrongExpectedVersion();
  if (current === -1) answer.setCurrentNoStream(new Empty());
  else answer.setCurrentRevision(String(current));
  return new AppendResp().setWrongExpectedVersion(answer);
}

function responseOf({ stream, revision, commit, message }: Stored): ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision(String(revision));
  recorded.setCommitPosition(String(commit));
  recorded.setPreparePosition(String(commit));
  recorded.setId(message.getId());
  message.getMetadataMap().forEach((value: string, name: string) => void recorded.getMetadataMap().set(name, value));
  recorded.setData(message.getData_asU8());
  recorded.setCustomMetadata(message.getCustomMetadata_asU8());
  const event = new ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(commit));
  return new ReadResp().setEvent(event);
}

const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

function matches(options: ReadReq.Options, { stream }: Stored): boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [];
  return prefixes.length === 0 || prefixes.some((prefix) => stream.startsWith(prefix));
}
