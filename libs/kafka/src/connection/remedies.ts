const RIGHTS =
  'give the user of KAFKA_SASL_USERNAME, or of the certificate in KAFKA_TLS_CERT, the rights that docs/how-to/secure-kafka.md names';
const TRUST =
  "the brokers' certificate is from nobody that is trusted: KAFKA_TLS_CA names the file with the certificates to trust";
const RENEW = "the brokers' certificate is to be renewed, or a clock to be set right";
const SHOW = 'the brokers want a certificate that they trust: KAFKA_TLS_CERT and KAFKA_TLS_KEY';
const SHOWN = 'the brokers do not take the certificate of KAFKA_TLS_CERT: another one, or have them trust it';

/** What to do about refusals of the brokers, by the type of Kafka's error. */
const PROTOCOL: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: 'raise max.message.bytes of the topic',
  TOPIC_AUTHORIZATION_FAILED: RIGHTS,
  GROUP_AUTHORIZATION_FAILED: RIGHTS,
  CLUSTER_AUTHORIZATION_FAILED: RIGHTS,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: RIGHTS,
  UNSUPPORTED_SASL_MECHANISM: 'KAFKA_SASL_MECHANISM is to be one that the brokers take',
  ILLEGAL_SASL_STATE: 'these brokers take no login: go without KAFKA_SASL_MECHANISM',
  INVALID_REPLICATION_FACTOR: 'lower KAFKA_REPLICATION_FACTOR or add brokers',
  NOT_ENOUGH_REPLICAS: 'brokers are missing: KAFKA_MIN_INSYNC_REPLICAS copies must be written',
  UNKNOWN_TOPIC_OR_PARTITION: 'the topic is not there: the relay makes topics when it starts',
};

/** The code of a connection that was plain where the broker speaks TLS. */
export const TLS_EXPECTED = 'KAFKA_TLS_EXPECTED';

/** What to do where no connection comes about until somebody changes something, by the code of the socket's error. */
const CONNECTION: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
  UNABLE_TO_GET_ISSUER_CERT: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  CERT_UNTRUSTED: TRUST,
  CERT_HAS_EXPIRED: RENEW,
  CERT_NOT_YET_VALID: RENEW,
  ERR_TLS_CERT_ALTNAME_INVALID:
    'KAFKA_BROKERS and the advertised listeners of the brokers are to use names that are in their certificates',
  [TLS_EXPECTED]: 'set KAFKA_TLS=true',
};

/** What brokers say of the certificate that they are shown, or are not. */
const ALERTS: readonly (readonly [code: RegExp, remedy: string])[] = [
  [/^ERR_SSL_\w+_ALERT_(BAD_CERTIFICATE|CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE)$/, SHOW],
  [/^ERR_SSL_\w+_ALERT_(CERTIFICATE_\w+|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/, SHOWN],
];

interface Reason {
  readonly name: string;
  readonly message: string;
  readonly type?: string;
  readonly code?: string | number;
}

/** `refused`: it stays so until somebody changes something, whatever the client thinks; absent: as the client says. */
export interface Remedy {
  readonly refused?: boolean;
  readonly text: string;
}

/** Undefined when nothing is known of it: then the message of the error has to do. */
export function remedyFor({ name, message, type, code }: Reason): Remedy | undefined {
  if (type && PROTOCOL[type]) return { text: PROTOCOL[type] };
  if (name === 'KafkaJSSASLAuthenticationError')
    return BROKEN_OFF.test(message)
      ? { refused: false, text: 'the login broke off' }
      : { text: 'see KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD' };
  // The client does not tell why, whether all brokers were away or each has refused.
  if (name === 'KafkaJSGroupCoordinatorNotFound')
    return {
      refused: false,
      text: `if that lasts, a right to the group or the transactional id is missing: ${RIGHTS}`,
    };
  if (name === 'KafkaJSConnectionClosedError')
    return { text: 'if that lasts: brokers close what they do not expect, see KAFKA_TLS and KAFKA_SASL_MECHANISM' };
  if (typeof code !== 'string') return undefined;
  if (/before secure TLS connection was established/.test(message))
    return { text: 'if that lasts: the brokers may not speak TLS at this port, see KAFKA_TLS and KAFKA_BROKERS' };
  const text = CONNECTION[code] ?? ALERTS.find(([pattern]) => pattern.test(code))?.[1];
  return text === undefined ? undefined : { refused: true, text };
}

/** The client calls a login refused also when its connection was lost meanwhile. */
const BROKEN_OFF = /Closed connection|Connection (error|timeout)|timed out/;
