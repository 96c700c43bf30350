import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** An authority that nobody knows but who is given its certificate; for tests, and for two days. */
export class Authority {
  readonly certificate: string;
  private readonly keys = newKeys();

  constructor(private readonly name: string) {
    this.certificate = pem('CERTIFICATE', this.signed(name, this.keys.publicKey, [AUTHORITY]));
  }

  /** `hosts`: names and addresses that it is good for as a server's. */
  issue(name: string, hosts: readonly string[] = []): Certificate {
    const { publicKey, privateKey } = newKeys();
    const extensions = hosts.length > 0 ? [alternativeNames(hosts)] : [];
    return {
      certificate: pem('CERTIFICATE', this.signed(name, publicKey, extensions)),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }

  /** RFC 5280, 4.1: what is said, how it is signed, and the signature. */
  private signed(name: string, publicKey: KeyObject, extensions: readonly Buffer[]): Buffer {
    const said = sequence(
      tagged(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
      ECDSA_WITH_SHA256,
      commonName(this.name),
      sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
      commonName(name),
      publicKey.export({ type: 'spki', format: 'der' }),
      ...(extensions.length > 0 ? [tagged(0xa3, sequence(...extensions))] : []),
    );
    const signature = sign('sha256', said, this.keys.privateKey);
    return sequence(said, ECDSA_WITH_SHA256, tagged(0x03, Buffer.from([0]), signature));
  }
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

// DER: a tag, the length, the content.
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const integer = (value: Buffer): Buffer => tagged(0x02, value);
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const time = (at: number): Buffer =>
  tagged(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const commonName = (name: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))));

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));

/** May sign others (basic constraints, critical). */
const AUTHORITY = sequence(
  objectId('551d13'),
  tagged(0x01, Buffer.from([0xff])),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
);

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    isIP(host) === 4 ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host)),
  );
  return sequence(objectId('551d11'), tagged(0x04, sequence(...names)));
}

const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
