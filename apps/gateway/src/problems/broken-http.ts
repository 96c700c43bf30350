import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

interface HttpParserError extends Error {
  readonly code?: string;
}

const KNOWN: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-too-slow', 'The request did not arrive in time. Send it again.'],
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'Address and headers together may have 16 KiB at most.'],
};
const UNREADABLE = [400, 'unreadable-request', 'This is not HTTP/1.1 as RFC 9112 describes it.'] as const;

/** Answers what never became a request: there is no reply to send it with, only the connection. */
export function answerBrokenHttp(error: HttpParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, code, detail] = KNOWN[error.code ?? ''] ?? UNREADABLE;
  const title = STATUS_CODES[status]!;
  const body = JSON.stringify({ type: `urn:opsledger:problem:${code}`, title, status, detail });
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-type: application/problem+json; charset=utf-8\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  socket.destroy(error);
}
