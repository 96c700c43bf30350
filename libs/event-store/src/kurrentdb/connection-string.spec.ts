import { clientFor, clientUrl, hostsOf } from './connection-string';
import { StreamNames } from './names';

describe('connection strings', () => {
  test.each([
    ['kurrentdb://host:2113?tls=false', 'esdb://host:2113?tls=false'],
    ['esdb://host', 'esdb://host'],
    ['kurrentdb+discover://u:p@cluster', 'esdb+discover://u:p@cluster'],
    ['ESDB://host?keepAliveInterval=10000', 'esdb://host?keepAliveInterval=10000'],
  ])('%s is given to the client as %s', (url, expected) => expect(clientUrl(url)).toBe(expected));

  test.each([
    ['postgres://u:secret@host/db', 'must start with'],
    ['esdb://u:secret@host?tlsVerifyCert=false', 'tlsCAFile'],
    ['esdb://u:secret@host?poolSize=3', 'poolSize'],
    ['esdb://u:secret@host:port', 'no connection string'],
    ['esdb://u:secret@host?tls=perhaps', 'no connection string'],
  ])('%s is refused without repeating it', (url, reason) => {
    const refusal = () => clientFor(url);
    expect(refusal).toThrow(reason);
    expect(refusal).not.toThrow('secret');
  });

  test('hosts are named without credentials', () =>
    expect(hostsOf('kurrentdb+discover://u:p@a:1,b:2/?tls=true')).toBe('a:1,b:2'));
});

describe('stream names', () => {
  test('a stream has its prefix on the server, and the marker is no stream of a record', () => {
    const names = new StreamNames('test-1.');
    expect(names.onServer('incident-7')).toBe('test-1.incident-7');
    expect(names.streamId('test-1.incident-7')).toBe('incident-7');
    expect(names.streamId('test-10.incident-7')).toBeUndefined();
    expect(names.streamId(names.marker)).toBeUndefined();
  });

  test.each(['', '.', 'opsledger', '$ops.', 'a.b.', 'ö.', `${'x'.repeat(101)}.`])('%p is no prefix', (prefix) =>
    expect(() => new StreamNames(prefix)).toThrow('prefix'),
  );
});
