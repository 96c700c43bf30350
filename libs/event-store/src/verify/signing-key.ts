import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The Ed25519 key that signs checkpoints, from a PEM file outside the database; made at the first call. Whoever
 * can write the database but not read this file cannot sign what they did. Keep a copy of `<file>.pub` elsewhere.
 *
 * @throws Error when the file holds no private Ed25519 key
 */
export function loadSigningKey(file: string): KeyObject {
  if (!existsSync(file)) createSigningKey(file);
  return requireEd25519(createPrivateKey(readFileSync(file)), file);
}

/**
 * The key that checks checkpoints, from the PEM file of either half.
 *
 * @throws Error when the file holds no Ed25519 key
 */
export const loadVerifyingKey = (file: string): KeyObject => requireEd25519(createPublicKey(readFileSync(file)), file);

function createSigningKey(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true });
  writeFileSync(`${file}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { flush: true });
}

function requireEd25519(key: KeyObject, file: string): KeyObject {
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Error(`${file} holds no Ed25519 key: checkpoints are signed with Ed25519.`);
}
