import { hash, randomBytes, randomUUID } from 'node:crypto';

/** What every token begins with, so that secret scanners can find a leaked one. */
export const ACCESS_TOKEN_PREFIX = 'opsl_';

/** What `makeAccessToken` hands to the edge: the secret for the answer, hash and id for the command. */
export interface NewAccessToken {
  /** The secret, shown to its holder once and kept nowhere. */
  readonly token: string;
  /** Goes into `IssueAccessToken.data.tokenHash`. */
  readonly tokenHash: string;
  /** Goes into the command's `id`: the token says which its record is. */
  readonly id: string;
}

/**
 * Makes a token with 256 bits of chance. Called at the edge (gateway, suite, CLI), never by a service.
 *
 * @param id of the record the token will have, a UUID; one by chance unless told
 */
export function makeAccessToken(id: string = randomUUID()): NewAccessToken {
  const chance = randomBytes(32).toString('base64url');
  const token = `${ACCESS_TOKEN_PREFIX}${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}${chance}`;
  return { token, tokenHash: hashAccessToken(token), id };
}

/** A token as it is made here: 16 bytes that are the id of its record, and 32 that nobody knows. */
const MADE_HERE = /^opsl_([\w-]{22})[\w-]{43}$/;

/** Id of the record of a token: the one it says, or, where somebody chose it or it is of old, the one of its hash. */
export function accessTokenIdIn(token: string): string {
  const said = MADE_HERE.exec(token)?.[1];
  return said === undefined
    ? accessTokenId(hashAccessToken(token))
    : uuidOf(Buffer.from(said, 'base64url').toString('hex'));
}

/** SHA-256, hex. A slow password hash would add nothing: the token is chance, not a word somebody chose. */
export const hashAccessToken = (token: string): string => hash('sha256', token, 'hex');

/** Id of the record of a token that names none: a UUID (version 8) out of the first 128 bits of its hash. */
export function accessTokenId(tokenHash: string): string {
  const hex = tokenHash.toLowerCase();
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return uuidOf(`${hex.slice(0, 12)}8${hex.slice(13, 16)}${variant}${hex.slice(17, 32)}`);
}

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
