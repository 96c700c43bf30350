import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: any;
}

/** What to answer; a function writes the answer itself, `hang up` breaks the connection. */
export type Answer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | ((response: ServerResponse) => void)
  | 'hang up';

export interface FakeServer {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** A server on a port of its own that answers as told and remembers what it was asked. */
export async function fakeServer(answer: (asked: Asked, nth: number) => Answer): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { method = '', url = '', headers } = request;
    const one: Asked = { method, path: url, headers, body: text === '' ? undefined : JSON.parse(text) };
    asked.push(one);
    const given = answer(one, asked.length);
    if (given === 'hang up') return void request.socket.destroy();
    if (typeof given === 'function') return given(response);
    response.writeHead(given.status ?? 200, { 'content-type': 'application/json', ...given.headers });
    response.end(given.body === undefined ? '' : JSON.stringify(given.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Collects what a command prints. */
export function fakeTerminal() {
  const written = { out: '', err: '' };
  return {
    written,
    out: { write: (text: string) => void (written.out += text) },
    err: { write: (text: string) => void (written.err += text) },
  };
}

export const noSleep = async (): Promise<void> => undefined;
