import type { StreamHead } from './event-store';

/** Somebody else appended to the stream since it was read. Load again and decide again. */
export class WrongExpectedVersion extends Error {
  constructor(
    readonly streamId: string,
    readonly expected: StreamHead,
    readonly actual: number,
  ) {
    super(`Stream ${streamId} is at revision ${actual}, not ${expected.revision}: load it again and decide again.`);
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
