import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * The Ed25519 key that signs checkpoints, from a PEM file outside the database; made at the first call. Whoever
 * can write the database but not read this file cannot sign what they did. Keep a copy of `<file>.pub` elsewhere.
 *
 * @throws UnusableSigningKey when the file holds no private Ed25519 key
 */
export function loadSigningKey(file: string): KeyObject {
  if (!existsSync(file)) createSigningKey(file);
  const pem = readFileSync(file);
  try {
    return requireEd25519(createPrivateKey(pem), file);
  } catch (cause) {
    throw new UnusableSigningKey(file, { cause });
  }
}

/** The file is damaged, or another: what was signed so far can be checked with the key it held alone. */
export class UnusableSigningKey extends Error {
  constructor(file: string, options?: ErrorOptions) {
    super(
      `${file} holds no private Ed25519 key, with which checkpoints are signed: restore it from a backup. ` +
        'Without one, move it and its .pub away: another is made, and `opsledger verify` calls what was signed before forged.',
      options,
    );
    this.name = 'UnusableSigningKey';
  }
}

/**
 * The key that checks checkpoints, from the PEM file of either half.
 *
 * @throws Error when the file holds no Ed25519 key
 */
export const loadVerifyingKey = (file: string): KeyObject => requireEd25519(createPublicKey(readFileSync(file)), file);

/** The key itself comes last and as a whole: a start that was cut short before makes both anew. */
function createSigningKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const draft = `${file}.new`;
  writeFileSync(`${file}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { flush: true });
  rmSync(draft, { force: true });
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true });
  renameSync(draft, file);
}

function requireEd25519(key: KeyObject, file: string): KeyObject {
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Error(`${file} holds no Ed25519 key: checkpoints are signed with Ed25519.`);
}
