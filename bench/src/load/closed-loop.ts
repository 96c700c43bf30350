import autocannon from 'autocannon';
import { quantilesOf } from '../quantiles';

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  /** Paths sent in turn; one is enough. */
  readonly paths: readonly string[];
  /** Request body by serial number. */
  readonly body?: (serial: number) => string;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly requests: number;
  /** Answers other than 2xx, and broken connections. */
  readonly failed: number;
}

let serial = 0;

/** Keep-alive connections that each send the next request when the answer to the last one is there. Latencies in ms. */
export async function closedLoop(load: Load): Promise<Measured> {
  const method = load.method ?? 'GET';
  const latencies: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const requests = load.paths.map((path) => ({
      method,
      path,
      ...(load.body
        ? { setupRequest: (request: autocannon.Request) => ({ ...request, body: load.body!(++serial) }) }
        : {}),
    }));
    let clients = 0;
    const instance = autocannon(
      {
        url: load.url,
        connections: load.connections,
        duration: load.seconds,
        headers: { 'content-type': 'application/json', ...load.headers },
        requests,
        // Each begins elsewhere in the list: in step, all would ask for the same at the same time.
        setupClient: (client) => {
          const first = Math.floor((requests.length / load.connections) * clients++);
          client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
        },
      },
      (error: unknown, measured) => (error ? reject(error) : resolve(measured)),
    );
    instance.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  });
  const percentile = quantilesOf(latencies);
  return {
    perSecond: result.requests.total / result.duration,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    requests: result.requests.total,
    failed: result.non2xx + result.errors,
  };
}
