import {
  KafkaJSConnectionError,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
} from 'kafkajs';
import { asKafkaError, KafkaRefused, KafkaUnavailable } from './kafka-errors';

const tried = (error: Error) => new KafkaJSNumberOfRetriesExceeded(error, { retryCount: 5, retryTime: 2_000 });
const ofSocket = (code: string, message = code) =>
  tried(new KafkaJSConnectionError(`Connection error: ${message}`, { code }));
const ofProtocol = (type: string) => Object.assign(new KafkaJSError(type, { retriable: false }), { type });
/** Types of errors that the client throws and does not tell of. */
const named = <Of extends Error>(name: string, error: Of): Of => Object.assign(error, { name });

it.each([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /KAFKA_TLS_CA/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /KAFKA_TLS_CA/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /KAFKA_TLS_CA/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /KAFKA_TLS_CA/],
  ['CERT_HAS_EXPIRED', /renewed/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /KAFKA_BROKERS/],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', /KAFKA_TLS_CERT and KAFKA_TLS_KEY/],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /KAFKA_TLS_CERT and KAFKA_TLS_KEY/],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', /KAFKA_TLS_CERT/],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /KAFKA_TLS_CERT/],
])('takes %s for a refusal, though the client would go on trying', (code, remedy) => {
  const error = asKafkaError(ofSocket(code), 'making topics');
  expect(error).toBeInstanceOf(KafkaRefused);
  expect(error.message).toMatch(remedy);
});

it('tells an alert of TLS in one line of words', () => {
  const text =
    '80CC:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate:../rec.c:1601:SSL alert 42\n';
  expect(asKafkaError(ofSocket('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', text), 'reading').message).toMatch(
    /^Kafka refuses: reading: the broker ended the connection: bad certificate \([^\n]*\)$/,
  );
});

it.each([
  ['TOPIC_AUTHORIZATION_FAILED', /KAFKA_SASL_USERNAME.*KAFKA_TLS_CERT.*secure-kafka/],
  ['GROUP_AUTHORIZATION_FAILED', /secure-kafka/],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', /secure-kafka/],
  ['CLUSTER_AUTHORIZATION_FAILED', /secure-kafka/],
  ['UNSUPPORTED_SASL_MECHANISM', /KAFKA_SASL_MECHANISM/],
  ['ILLEGAL_SASL_STATE', /without KAFKA_SASL_MECHANISM/],
])('says what to do about %s, also where the client wraps it', (type, remedy) => {
  const cause = ofProtocol(type);
  for (const error of [cause, Object.assign(new KafkaJSNonRetriableError(cause), { cause })]) {
    expect(asKafkaError(error, 'reading')).toBeInstanceOf(KafkaRefused);
    expect(asKafkaError(error, 'reading').message).toMatch(remedy);
  }
});

it('names the topic that was refused', () => {
  const error = Object.assign(new Error('Topic creation errors'), {
    errors: [Object.assign(ofProtocol('TOPIC_AUTHORIZATION_FAILED'), { topic: 'itsm.sla.events' })],
  });
  expect(asKafkaError(error, 'making topics').message).toContain(': itsm.sla.events: ');
});

it('tells a refused login from one that broke off', () => {
  const login = (message: string) =>
    asKafkaError(named('KafkaJSSASLAuthenticationError', new KafkaJSNonRetriableError(message)), 'reading');
  const wrong = login('SASL PLAIN authentication failed: Authentication failed: Invalid username or password');
  expect(wrong).toBeInstanceOf(KafkaRefused);
  expect(wrong.message).toMatch(/KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD/);
  for (const why of ['Closed connection', 'Connection error: read ECONNRESET', 'Request SaslAuthenticate timed out']) {
    expect(login(`SASL PLAIN authentication failed: ${why}`)).toBeInstanceOf(KafkaUnavailable);
    expect(login(`SASL PLAIN authentication failed: ${why}`).message).not.toMatch(/PASSWORD/);
  }
});

it('does not know why a connection was closed, and says what it may be', () => {
  const closed = asKafkaError(tried(named('KafkaJSConnectionClosedError', new KafkaJSError('Closed connection'))), 'x');
  expect(closed).toBeInstanceOf(KafkaUnavailable);
  expect(closed.message).toMatch(/KAFKA_TLS.*KAFKA_SASL_MECHANISM/);
  const early = 'Client network socket disconnected before secure TLS connection was established';
  const halfway = asKafkaError(ofSocket('ECONNRESET', early), 'x');
  expect(halfway).toBeInstanceOf(KafkaUnavailable);
  expect(halfway.message).toMatch(/KAFKA_TLS/);
  expect(asKafkaError(ofSocket('ECONNREFUSED'), 'x').message).not.toMatch(/KAFKA_TLS/);
});

it('does not take a coordinator that was not found for a refusal: the client says so also when brokers are away', () => {
  const error = named(
    'KafkaJSGroupCoordinatorNotFound',
    new KafkaJSNonRetriableError('Failed to find group coordinator'),
  );
  expect(asKafkaError(error, 'reading')).toBeInstanceOf(KafkaUnavailable);
  expect(asKafkaError(error, 'reading').message).toMatch(/group or the transactional id.*secure-kafka/);
});
