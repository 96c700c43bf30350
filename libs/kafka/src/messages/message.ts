/** A message as the topics of events carry it. */
export interface EventMessage {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When the log learned the fact: milliseconds since 1970. */
  readonly timestamp: string;
}

/** A message as it comes from a topic, whoever put it there. */
export interface ReceivedMessage {
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
}

/** A message on a topic of events that is no event of ours. */
export class InvalidMessage extends Error {
  constructor(problem: string) {
    super(`The message is no event of the log: ${problem}.`);
    this.name = 'InvalidMessage';
  }
}
