import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { AppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb';

type Direction = 'forwards' | 'backwards';

/** Events of one stream from a revision of the server (from 0) on. */
export function readStreamRequest(stream: string, from: number, count: number): ReadReq {
  const streamOptions = new ReadReq.Options.StreamOptions();
  streamOptions.setStreamIdentifier(identifier(stream));
  streamOptions.setRevision(String(from));
  const options = readOptions('forwards').setNoFilter(new Empty()).setStream(streamOptions);
  return new ReadReq().setOptions(options.setCount(String(count)));
}

/** Events of all streams with the prefix: forwards from the event at a commit position, or backwards from the end. */
export function readAllRequest(prefix: string, from: string | 'end', count: number): ReadReq {
  const direction = from === 'end' ? 'backwards' : 'forwards';
  const options = readOptions(direction).setFilter(filter(prefix)).setAll(allFrom(from));
  return new ReadReq().setOptions(options.setCount(String(count)));
}

/** What is written to streams with the prefix from now on. */
export function subscribeRequest(prefix: string): ReadReq {
  const options = readOptions('forwards').setFilter(filter(prefix)).setAll(allFrom('end'));
  return new ReadReq().setOptions(options.setSubscription(new ReadReq.Options.SubscriptionOptions()));
}

/** The first message of an append; the events follow it. */
export function appendHeader(stream: string, revision: number): AppendReq {
  const options = new AppendReq.Options();
  options.setStreamIdentifier(identifier(stream));
  if (revision === 0) options.setNoStream(new Empty());
  else options.setRevision(String(revision - 1));
  return new AppendReq().setOptions(options);
}

/** One event of an append; the header that names stream and revision goes before the first. */
export const proposal = (message: AppendReq.ProposedMessage): AppendReq => new AppendReq().setProposedMessage(message);

function readOptions(direction: Direction): ReadReq.Options {
  const uuids = new ReadReq.Options.UUIDOption();
  uuids.setString(new Empty());
  return new ReadReq.Options()
    .setReadDirection(
      direction === 'forwards' ? ReadReq.Options.ReadDirection.FORWARDS : ReadReq.Options.ReadDirection.BACKWARDS,
    )
    .setResolveLinks(false)
    .setUuidOption(uuids);
}

function allFrom(from: string | 'end'): ReadReq.Options.AllOptions {
  const all = new ReadReq.Options.AllOptions();
  if (from === 'end') return all.setEnd(new Empty());
  return all.setPosition(new ReadReq.Options.Position().setCommitPosition(from).setPreparePosition(from));
}

function filter(prefix: string): ReadReq.Options.FilterOptions {
  const expression = new ReadReq.Options.FilterOptions.Expression().setPrefixList([prefix]);
  const options = new ReadReq.Options.FilterOptions().setStreamIdentifier(expression);
  options.setCheckpointintervalmultiplier(CHECKPOINT_INTERVAL);
  return options.setCount(new Empty());
}

/** Times the server's search window: how often a subscription reports progress over streams of others. */
const CHECKPOINT_INTERVAL = 1_000;

function identifier(stream: string): StreamIdentifier {
  const named = new StreamIdentifier();
  named.setStreamName(Buffer.from(stream));
  return named;
}
