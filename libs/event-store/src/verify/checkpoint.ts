import { createHash, sign, verify, type Hash, type KeyObject } from 'node:crypto';
import type { Position } from '../event';

/**
 * A signed statement of what the log held at a moment. Checkpoints are chained by their signatures, so that
 * removing one shows; the last one, kept elsewhere, also proves the end of the log.
 */
export interface Checkpoint {
  /** 1 for the first, then without gaps. */
  readonly number: number;
  /** Position of the previous checkpoint; the digest covers what follows it. */
  readonly after: Position;
  readonly position: Position;
  /** SHA-256 (hex) over the hashes of these events in log order. */
  readonly digest: string;
  /** Signature of the previous checkpoint; empty for the first. */
  readonly previous: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly signedAt: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

const IN_TEXT = ['after', 'position', 'digest', 'previous', 'signedAt', 'signature'] as const;

/** Whether a value that was kept elsewhere has all of a checkpoint; who signed it is another question. */
export function isCheckpoint(value: unknown): value is Checkpoint {
  const fields = Object(value) as Partial<Record<keyof Checkpoint, unknown>>;
  return Number.isInteger(fields.number) && IN_TEXT.every((name) => typeof fields[name] === 'string');
}

/** What a checkpoint states, before somebody answers for it. */
export type Unsigned = Omit<Checkpoint, 'signature'>;

/** With the private half of an Ed25519 key; throws when it is none. */
export const signCheckpoint = (statement: Unsigned, key: KeyObject): Checkpoint => ({
  ...statement,
  signature: sign(null, Buffer.from(textOf(statement)), key).toString('base64'),
});

/** Takes the key's private or public half. */
export const isGenuine = (checkpoint: Checkpoint, key: KeyObject): boolean =>
  verify(null, Buffer.from(textOf(checkpoint)), key, Buffer.from(checkpoint.signature, 'base64'));

/** The running digest over the events between two checkpoints. */
export class LogDigest {
  private readonly hash: Hash = createHash('sha256');

  add(eventHash: string): void {
    this.hash.update(eventHash, 'hex');
  }

  end(): string {
    return this.hash.digest('hex');
  }
}

const textOf = ({ number, after, position, digest, previous, signedAt }: Unsigned): string =>
  ['opsledger checkpoint v1', number, after, position, digest, previous, signedAt].join('\n');
