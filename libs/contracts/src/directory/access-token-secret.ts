import { hash, randomBytes } from 'node:crypto';

/** What every token begins with, so that secret scanners can find a leaked one. */
export const ACCESS_TOKEN_PREFIX = 'opsl_';

export interface NewAccessToken {
  /** The secret, shown to its holder once and kept nowhere. */
  readonly token: string;
  /** Goes into `IssueAccessToken.data.tokenHash`. */
  readonly tokenHash: string;
  /** Goes into the command's `id`: the record of a token is found from its hash alone. */
  readonly id: string;
}

/** Makes a token with 256 bits of chance. Called at the edge (gateway, suite, CLI), never by a service. */
export function makeAccessToken(): NewAccessToken {
  const token = ACCESS_TOKEN_PREFIX + randomBytes(32).toString('base64url');
  const tokenHash = hashAccessToken(token);
  return { token, tokenHash, id: accessTokenId(tokenHash) };
}

/** SHA-256, hex. A slow password hash would add nothing: the token is chance, not a word somebody chose. */
export const hashAccessToken = (token: string): string => hash('sha256', token, 'hex');

/** Id of the record of the token with this hash: a UUID (version 8) out of the hash's first 128 bits. */
export function accessTokenId(tokenHash: string): string {
  const hex = tokenHash.toLowerCase();
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
