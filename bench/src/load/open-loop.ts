import { Agent, request } from 'node:http';

/** Left idle for longer than half a minute, a connection is about to be closed by the other side. */
const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 30_000 });

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** One request over a shared pool of keep-alive connections. */
export const send = (url: string, method: string, headers: Record<string, string>, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method, headers: { 'content-type': 'application/json', ...headers } },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** Starts `work` at a steady rate, whether earlier ones have ended or not; resolves when all have. */
export async function openLoop(
  perSecond: number,
  seconds: number,
  work: (serial: number) => Promise<void>,
): Promise<void> {
  const total = perSecond * seconds;
  const began = performance.now();
  const running: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond));
      while (running.length < due) running.push(work(running.length));
      if (running.length >= total) {
        clearInterval(timer);
        resolve();
      }
    }, 2);
  });
  await Promise.all(running);
}
