import { setTimeout as sleep } from 'node:timers/promises';
import { NotAllowed, Refused, Unreachable, stopIf } from './errors';
import { doubling, Retriable, retrying, type Backoff } from './retry';

interface ApiOptions {
  readonly url: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  readonly backoff?: Backoff;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Aborted when the user interrupts: requests on their way are finished, none is begun. */
  readonly signal?: AbortSignal;
}

export type Headers = Readonly<Record<string, string>>;
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

const BUSY = [429, 502, 503, 504];

/**
 * Opsledger's HTTP interface. Connections are kept alive. Once the server has answered at all, a broken
 * connection or a busy server is tried again: that is safe for requests that name ids or an idempotency
 * key, and only such requests change anything here.
 *
 * Every request throws Interrupted once the user has interrupted: all commands stop by that.
 */
export class Api {
  private hasAnswered = false;
  private readonly fetch: typeof fetch;
  private readonly backoff: Backoff;
  private readonly sleep: (milliseconds: number) => Promise<unknown>;

  constructor(private readonly options: ApiOptions) {
    this.fetch = options.fetch ?? globalThis.fetch;
    this.backoff = options.backoff ?? doubling(Math.random);
    this.sleep = options.sleep ?? ((milliseconds) => pause(milliseconds, options.signal));
  }

  get url(): string {
    return this.options.url;
  }

  /** The same server, spoken to by somebody else. */
  as(token: string): Api {
    return new Api({ ...this.options, token });
  }

  /** The same server for what must be put right even then: what was lent is taken back. */
  get regardless(): Api {
    return new Api({ ...this.options, signal: undefined });
  }

  async get<T>(path: string, query: Query = {}): Promise<T> {
    return (await this.json('GET', withQuery(path, query))) as T;
  }

  async post<T>(path: string, body: object = {}, headers: Headers = {}): Promise<T> {
    return (await this.json('POST', path, body, headers)) as T;
  }

  async put<T>(path: string, body: object, headers: Headers = {}): Promise<T> {
    return (await this.json('PUT', path, body, headers)) as T;
  }

  /**
   * The answer as it comes in, for feeds; not tried again.
   *
   * @throws Retriable when the server is busy, or the connection breaks after it answered
   */
  async *stream(path: string, headers: Headers, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const response = await this.request('GET', path, undefined, headers, signal);
    try {
      for await (const chunk of response.body ?? []) yield chunk as Uint8Array;
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Retriable(new Unreachable(this.url, reasonOf(error)));
    }
  }

  private json(method: string, path: string, body?: object, headers: Headers = {}): Promise<unknown> {
    const once = async (): Promise<unknown> => {
      const response = await this.request(method, path, body, headers);
      try {
        const text = await response.text();
        const answer: unknown = text === '' ? undefined : JSON.parse(text);
        return response.headers.get('idempotency-replayed') === 'true'
          ? { ...(answer as object), repeated: true }
          : answer;
      } catch (error) {
        throw new Retriable(new Unreachable(this.url, reasonOf(error)));
      }
    };
    return retrying(once, this.backoff, async (milliseconds) => void (await this.sleep(milliseconds)));
  }

  private async request(
    method: string,
    path: string,
    body: object | undefined,
    headers: Headers,
    signal?: AbortSignal,
  ): Promise<Response> {
    stopIf(this.options.signal);
    const response = await this.send(method, path, body, headers, signal);
    this.hasAnswered = true;
    if (response.ok) return response;
    throw await this.failure(response);
  }

  private async send(
    method: string,
    path: string,
    body: object | undefined,
    headers: Headers,
    signal?: AbortSignal,
  ): Promise<Response> {
    try {
      return await this.fetch(new URL(path, this.url), {
        method,
        signal,
        headers: {
          accept: 'application/json',
          ...(this.options.token ? { authorization: `Bearer ${this.options.token}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      const unreachable = new Unreachable(this.url, reasonOf(error));
      throw this.hasAnswered ? new Retriable(unreachable) : unreachable;
    }
  }

  private async failure(response: Response): Promise<Error> {
    const problem = await problemIn(response);
    const detail = detailOf(problem, response);
    if (response.status === 401 || response.status === 403) return new NotAllowed(detail, Boolean(this.options.token));
    const refused = new Refused(response.status, codeOf(problem), detail);
    if (!BUSY.includes(response.status)) return refused;
    const seconds = Number(response.headers.get('retry-after'));
    return new Retriable(refused, Number.isFinite(seconds) ? seconds * 1000 : undefined);
  }
}

/** Ends at once when the user interrupts. */
const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}

async function problemIn(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return {};
  }
}

const codeOf = ({ type }: ProblemBody): string => type?.split(/[:/]/).at(-1) ?? 'unknown';

function detailOf({ title, detail, errors = [] }: ProblemBody, { status, url }: Response): string {
  const told = detail ?? title ?? `The server answered ${status} for ${url}.`;
  const fields = errors
    .filter(({ pointer, message }) => !told.includes(message) || !told.includes(pointer.slice(1)))
    .map(({ pointer, message }) => `\n  ${pointer || '/'}: ${message}`);
  return [told, ...fields].join('');
}

/** `fetch failed` says nothing; what it was caused by does. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
