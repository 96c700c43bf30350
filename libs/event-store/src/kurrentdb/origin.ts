import { randomUUID } from 'node:crypto';
import { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import { UUID } from '@eventstore/db-client/generated/shared_pb';
import type { Position } from '../event';
import type { Connection } from './connection';
import type { StreamNames } from './names';
import { positionOfCommit } from './positions';
import { appendHeader, proposal, readStreamRequest } from './requests';
import { UnusableLog } from './store-errors';

/** Version of how events are stored on the server. */
const FORMAT = 1;
const TYPE = 'OpsledgerLogBegun';

/** Where a log begins on the server, and what it is called. */
export interface Origin {
  /** Its id, given when it began. */
  readonly log: string;
  readonly position: Position;
}

/**
 * Where our log begins among the streams of others: the position of its marker, which is written first of all. Without
 * it, whoever asks for the first or the last event of an empty log would have the server search everything it holds.
 *
 * @throws UnusableLog when it was written by a newer program
 */
export async function findOrigin(connection: Connection, names: StreamNames): Promise<Origin> {
  const read = async () => (await connection.read(readStreamRequest(names.marker, 0, 1)))[0];
  const found = await read();
  if (!found) await connection.append([appendHeader(names.marker, 0), proposal(marker())]);
  const begun = found ?? (await read());
  if (!begun) throw new UnusableLog(`The stream ${names.marker} cannot be read back after it was written.`);
  const { format, log } = JSON.parse(Buffer.from(begun.getData_asU8()).toString()) as { format?: number; log?: string };
  if (format !== FORMAT)
    throw new UnusableLog(
      `The log on the KurrentDB server has format ${format}, this program knows ${FORMAT}: start a newer one.`,
    );
  return { log: `kurrentdb ${log}`, position: positionOfCommit(begun.getCommitPosition()) };
}

function marker(): AppendReq.ProposedMessage {
  const message = new AppendReq.ProposedMessage();
  message.setId(new UUID().setString(randomUUID()));
  message.getMetadataMap().set('type', TYPE).set('content-type', 'application/json');
  message.setData(Buffer.from(JSON.stringify({ format: FORMAT, log: randomUUID() })));
  return message;
}
