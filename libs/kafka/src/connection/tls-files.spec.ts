import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from '@opsledger/kafka-local';
import { readTlsFiles } from './tls-files';

const authority = new Authority('Authority of a test');
const [one, other] = [authority.issue('one'), authority.issue('other')];
let directory: string;
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'opsledger-tls-'))));
afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(text: string): string {
  const path = join(directory, `${Math.random()}.pem`);
  writeFileSync(path, text);
  return path;
}

const reading = (ca: string, cert = one.certificate, key = one.key) =>
  readTlsFiles({
    KAFKA_TLS: true,
    KAFKA_TLS_CA: fileOf(ca),
    KAFKA_TLS_CERT: fileOf(cert),
    KAFKA_TLS_KEY: fileOf(key),
  });

it('reads what fits, with several authorities and words between them', () => {
  const ca = `Ours:\n${authority.certificate}\nTheirs:\n${new Authority('Another').certificate}`;
  expect(reading(ca)).toEqual({ ca, cert: one.certificate, key: one.key });
  expect(readTlsFiles({ KAFKA_TLS: true })).toEqual({});
});

const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

it.each([
  ['nothing', '', one.certificate, one.key, /KAFKA_TLS_CA holds no certificates in PEM/],
  ['a key for an authority', one.key, one.certificate, one.key, /KAFKA_TLS_CA holds no certificates in PEM/],
  ['one that is broken', authority.certificate + broken, one.certificate, one.key, /KAFKA_TLS_CA/],
  ['a key for a certificate', authority.certificate, one.key, one.key, /KAFKA_TLS_CERT holds no certificate in PEM/],
  ['a certificate for a key', authority.certificate, one.certificate, one.certificate, /KAFKA_TLS_KEY holds no key/],
  ["another one's key", authority.certificate, one.certificate, other.key, /KAFKA_TLS_KEY is not the key/],
])('does not take %s', (_what, ca, cert, key, problem) => {
  expect(() => reading(ca, cert, key)).toThrow(problem);
  expect(() => reading(ca, cert, key)).not.toThrow(/PRIVATE/);
});
