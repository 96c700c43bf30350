import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { TLS_EXPECTED } from './remedies';
import { readTlsFiles, type TlsSettings } from './tls-files';

const KEEP_ALIVE_MS = 60_000;

/** Connections to brokers. Files are read for each of them: certificates are renewed while a process runs. */
export function brokerSockets(settings: TlsSettings): ISocketFactory {
  return ({ host, port, onConnect }) => {
    const socket = settings.KAFKA_TLS
      ? connectTls({ host, port, ...(!isIP(host) && { servername: host }), ...readTlsFiles(settings) }, onConnect)
      : refusingTls(connectPlain({ host, port }, onConnect));
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };
}

const ALERT = 0x15;
const VERSION = 0x03;

/** A broker that speaks TLS answers a plain request with an alert, which the client would take for a size, and wait. */
function refusingTls(socket: Socket): Socket {
  return socket.once('data', (first: Buffer) => {
    if (first[0] !== ALERT || first[1] !== VERSION) return;
    socket.destroy(Object.assign(new Error('the brokers speak TLS at this port'), { code: TLS_EXPECTED }));
  });
}
