import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { InvalidEnvironment } from '@opsledger/service-kit';
import type { KafkaEnvironment } from './kafka-environment';

/** Variables that name PEM files; read only with `KAFKA_TLS`. */
export type TlsSettings = Partial<Pick<KafkaEnvironment, 'KAFKA_TLS' | FileVariable>>;
type FileVariable = 'KAFKA_TLS_CA' | 'KAFKA_TLS_CERT' | 'KAFKA_TLS_KEY';

/**
 * Text of the PEM files; absent: no file is named, and the system's authorities are trusted, or no certificate is
 * shown.
 */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * What the files hold at this moment.
 *
 * @throws InvalidEnvironment for files that cannot be read or hold something else; their content is not repeated
 */
export function readTlsFiles(settings: TlsSettings): TlsFiles {
  const problems: string[] = [];
  const read = (name: FileVariable): string | undefined => {
    const path = settings[name];
    try {
      return path && readFileSync(path, 'utf8');
    } catch (error) {
      problems.push(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
      return undefined;
    }
  };
  const files = { ca: read('KAFKA_TLS_CA'), cert: read('KAFKA_TLS_CERT'), key: read('KAFKA_TLS_KEY') };
  if (!holdsCertificates(files.ca)) problems.push('KAFKA_TLS_CA holds no certificates in PEM');
  if (!holdsCertificates(files.cert)) problems.push('KAFKA_TLS_CERT holds no certificate in PEM');
  if (problems.length === 0) problems.push(...whyNotTogether(files));
  if (problems.length > 0) throw new InvalidEnvironment(problems);
  return files;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Node takes a file without certificates for one that trusts nobody, and says so only when it meets a broker. */
function holdsCertificates(text: string | undefined): boolean {
  if (text === undefined) return true;
  try {
    const certificates = (text.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
    return certificates.length > 0;
  } catch {
    return false;
  }
}

function whyNotTogether(files: TlsFiles): string[] {
  try {
    createSecureContext(files);
    return [];
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
      ? ['KAFKA_TLS_KEY is not the key of the certificate in KAFKA_TLS_CERT']
      : ['KAFKA_TLS_KEY holds no key in PEM, or one that needs a password'];
  }
}
