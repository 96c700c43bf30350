/** Ends the program with a message for people; `exitCode` tells scripts what kind of thing went wrong. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

/** What the exit codes of `opsledger` mean. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3, notAllowed: 4, interrupted: 130 } as const;

export const GOES_ON = 'the same command goes on where this one ended.';
/** Of what only reads. */
export const BEGIN_AGAIN = 'nothing was changed; begin again at any time.';

/** The user interrupted: nothing new is begun, and what was on its way is finished. */
export class Interrupted extends CliError {
  /** @param next What comes of it, and how to go on */
  constructor(readonly next = GOES_ON) {
    super(`Interrupted: ${next}`, EXIT.interrupted);
    this.name = 'Interrupted';
  }
}

/** @throws Interrupted when the user has interrupted */
export function stopIf(signal: AbortSignal | undefined, next?: string): void {
  if (signal?.aborted) throw new Interrupted(next);
}

/** For work that only reads, and is nowhere to be gone on with. */
export function withNothingChanged(error: unknown): never {
  throw error instanceof Interrupted ? new Interrupted(BEGIN_AGAIN) : error;
}

/** Nobody answers at the address. */
export class Unreachable extends CliError {
  constructor(url: string, reason: string) {
    super(
      `Opsledger does not answer at ${url} (${reason}).\n` +
        'Start it with `npm start`, or say where it is with --url or OPSLEDGER_URL.',
      EXIT.unreachable,
    );
    this.name = 'Unreachable';
  }
}

/** The server does not know who is asking, or does not let them. */
export class NotAllowed extends CliError {
  constructor(detail: string, hasToken: boolean) {
    super(
      `${detail}\n` +
        (hasToken
          ? 'The access token given is not good for this: an administrator issues another with POST /v1/access-tokens.'
          : 'Give an access token with --token or OPSLEDGER_TOKEN. `npm start` prints the first one, for an administrator, once.'),
      EXIT.notAllowed,
    );
    this.name = 'NotAllowed';
  }
}

/** The server understood and said no; what it was asked with may have been wrong. */
export class Refused extends CliError {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(detail, status === 400 ? EXIT.usage : EXIT.failed);
    this.name = 'Refused';
  }
}
