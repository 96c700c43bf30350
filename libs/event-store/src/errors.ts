import type { StreamHead } from './event-store';

/** Somebody else appended to the stream since it was read. Load again and decide again. */
export class WrongExpectedVersion extends Error {
  constructor(
    readonly streamId: string,
    readonly expected: StreamHead,
    readonly actual: number,
  ) {
    const difference =
      actual === expected.revision
        ? `has another history up to revision ${actual} than the one read`
        : `is at revision ${actual}, not ${expected.revision}`;
    super(`Stream ${streamId} ${difference}: load it again and decide again.`);
    this.name = 'WrongExpectedVersion';
  }
}

/** The server behind the log cannot be reached. Retriable: event ids make a repeated append safe. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** Others write to the log, or one process does that must be the only one: nothing is written here until they end. */
export class LogTaken extends StoreUnavailable {
  constructor(
    mode: 'alone' | 'shared',
    /** Their sessions on the server, for people. */
    readonly holders: readonly string[],
  ) {
    const found =
      mode === 'alone'
        ? 'Other processes write to the log, which this one must be the only one to do'
        : 'Another process is the only one that may write to the log';
    super(`${found}: ${holders.join(', ')}.`);
    this.name = 'LogTaken';
  }
}

/** Several may share one session on the server: what it holds says nothing of who else writes to the log. */
export class SessionsPooled extends StoreUnavailable {
  constructor() {
    super(
      'A pooler stands between this process and the server: a lock there does not make it the only one that writes.',
    );
    this.name = 'SessionsPooled';
  }
}

/** A later version of the program has prepared this database; this one does not know what its tables mean. */
export class DatabaseAhead extends Error {
  constructor(component: string, applied: number, known: number) {
    super(`The database holds version ${applied} of ${component}, this program knows ${known}: start a newer one.`);
    this.name = 'DatabaseAhead';
  }
}

/** More appends are waiting than the store takes in. Nothing was written; retriable after a moment. */
export class StoreOverloaded extends Error {
  constructor(waiting: number) {
    super(`The event store has ${waiting} appends waiting and takes no more: try again in a moment.`);
    this.name = 'StoreOverloaded';
  }
}

/** The log cannot hold this event: its id, its texts or its size are outside what is promised to readers. */
export class UnacceptableEvent extends Error {
  constructor(problem: string) {
    super(`The event cannot be recorded: ${problem}.`);
    this.name = 'UnacceptableEvent';
  }
}

/** An append mixes new events with an id that is in the log already. Ids are made once per fact: make new ones. */
export class EventIdTaken extends Error {
  constructor(readonly id: string) {
    super(`Event id ${id} is in the log already, in another append: every fact needs an id of its own.`);
    this.name = 'EventIdTaken';
  }
}
