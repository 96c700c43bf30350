import { Refusal } from '../decider/refusal';

/**
 * The record does not exist, and the command does not bring it into being; or it does not exist for whoever asks: a
 * decision then says so in the same words, so that nobody learns which it is.
 */
export class RecordNotFound extends Refusal<'not-found'> {
  constructor(
    /** What people call such a record. */
    readonly called: string,
    readonly id: string,
  ) {
    super(
      'not-found',
      `There is no ${called} ${id}, or it is not yours to see. Check the id; records are never deleted.`,
    );
  }
}

/** A creating command was addressed to a record that exists. */
export class RecordExists extends Error {
  constructor(
    /** What people call such a record. */
    readonly called: string,
    readonly id: string,
  ) {
    super(`The ${called} ${id} exists already. Send a command that changes it, or create one under another id.`);
    this.name = 'RecordExists';
  }
}

/** The client named a version (`If-Match`) that is not the record's current one. */
export class VersionMismatch extends Error {
  constructor(
    /** Its kind and its number, or its id where it has none. */
    readonly record: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(
      `The ${record} is at version ${actual}; you have seen version ${expected}. Read it again, look at ` +
        `what changed, and if you still want this, send it with If-Match: "${actual}".`,
    );
    this.name = 'VersionMismatch';
  }
}

/** The same actor used the same `Idempotency-Key` for another request. */
export class IdempotencyKeyReused extends Error {
  constructor(readonly key: string) {
    super(`Idempotency-Key ${key} was used for another request. Use a new key for a new request.`);
    this.name = 'IdempotencyKeyReused';
  }
}

/** More work is waiting than can be done in good time. Nothing was written; retriable. */
export class Overloaded extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Overloaded';
  }
}
