import { X509Certificate } from 'node:crypto';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Authority } from './certificates';

it('issues certificates for hosts, signed by itself', () => {
  const authority = new Authority('Authority of a test');
  const root = new X509Certificate(authority.certificate);
  const leaf = new X509Certificate(authority.issue('broker', ['localhost', '127.0.0.1']).certificate);
  expect(root.ca).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.checkIssued(root)).toBe(true);
  expect(leaf.verify(root.publicKey)).toBe(true);
  expect(leaf.verify(new X509Certificate(new Authority('Another').certificate).publicKey)).toBe(false);
  expect([leaf.checkHost('localhost'), leaf.checkIP('127.0.0.1'), leaf.checkHost('elsewhere')]).toEqual([
    'localhost',
    '127.0.0.1',
    undefined,
  ]);
});

it('issues what both ends of a connection take', async () => {
  const authority = new Authority('Authority of a test');
  const ca = authority.certificate;
  const endOf = ({ certificate: cert, key }: ReturnType<Authority['issue']>) => ({ ca, cert, key });
  const server = createServer({ ...endOf(authority.issue('server', ['127.0.0.1'])), requestCert: true });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>;
  const client = connect({ host: '127.0.0.1', port, ...endOf(authority.issue('client')) });
  await once(client, 'secureConnect');
  const [socket] = await accepted;
  expect(socket.getPeerCertificate().subject.CN).toBe('client');
  client.destroy();
  server.close();
});
