import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What both ends know: the first is shown, any is taken, so that one can be replaced while processes run. */
export type Secrets = readonly string[];

/** One round of the handshake: what either end made up for it, so that no proof can be shown twice. */
export interface Round {
  readonly client: string;
  readonly server: string;
}

/** Whoever shows the proof. One end's proof is none of the other's. */
export type End = keyof Round;

/** 24 random bytes as text: no two rounds of the handshake are alike. */
export const newNonce = (): string => randomBytes(24).toString('base64url');

const proofBy = (secret: string, end: End, { client, server }: Round): Buffer =>
  createHmac('sha256', secret).update(`opsledger ${end} ${client} ${server}`).digest();

/** Shows that this end knows a secret, without telling it. */
export const prove = ([first = '']: Secrets, end: End, round: Round): string =>
  proofBy(first, end, round).toString('base64url');

/** Whether any of the secrets gives this proof for that end and round; how long it takes tells nothing about them. */
export function isProof(proof: string, secrets: Secrets, end: End, round: Round): boolean {
  const shown = Buffer.from(proof, 'base64url');
  return secrets.some((secret) => {
    const expected = proofBy(secret, end, round);
    return shown.length === expected.length && timingSafeEqual(shown, expected);
  });
}
