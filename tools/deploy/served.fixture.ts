import { publishedContracts } from '@opsledger/contracts';
import { systemClock } from '@opsledger/event-store';
import { hostedDirectory } from '@opsledger/directory';
import { Teardown, readGatewayEnvironment, readHostEnvironment, startService } from '@opsledger/service-host';
import { Metrics, createLogger } from '@opsledger/service-kit';
import { testDatabase } from '@opsledger/testing';
import { createRelay } from '../../apps/relay/src/relay';
import { startGateway } from '../../apps/gateway/src/start-gateway';
import { SERVICE_NAMES } from './programs';

/** What processes tell over HTTP: figures by name with the labels they carry, and how paths are answered. */
export interface Served {
  readonly figures: Figures;
  /** Paths that a service and the gateway both answer with 200. */
  readonly paths: ReadonlySet<string>;
  /** What the gateway offers: `GET /v1/projections`. */
  readonly routes: ReadonlySet<string>;
}

/** Labels by the name of a series; `undefined` where nothing was measured yet. */
export type Figures = ReadonlyMap<string, ReadonlySet<string> | undefined>;

const PROBED = ['/health/live', '/health/ready', '/metrics', '/health', '/healthz'];

/** Starts a service and a gateway as their programs do, asks both, and stops them. */
export async function whatIsServed(): Promise<Served> {
  const lines: Record<string, any>[] = [];
  const logger = createLogger({
    level: 'info',
    readable: false,
    destination: { write: (line) => lines.push(JSON.parse(line)) },
  });
  const said = (text: string) => lines.find(({ msg }) => msg === text)!;
  const database = await testDatabase();
  const teardown = new Teardown(() => undefined);
  const { signal } = new AbortController();
  const variables = {
    DATABASE_URL: database.url,
    DATABASE_POOL_SIZE: '2',
    PORT: '0',
    RPC_PORT: '0',
    RPC_HOST: '127.0.0.1',
  };
  try {
    const token = 'opsl_of-the-operator';
    await startService(
      hostedDirectory,
      readHostEnvironment({ ...variables, OPSLEDGER_TOKEN: token }),
      logger,
      teardown,
      signal,
    );
    const { health, rpc } = said('takes calls');
    // The one service stands for all of them: the gateway counts only who answers to the right name.
    const OPSLEDGER_SERVICES = SERVICE_NAMES.map((name) => `${name}=127.0.0.1:${name === 'directory' ? rpc : 1}`).join(
      ';',
    );
    // Nobody listens there: the log is read instead.
    const limits = { ...variables, OPSLEDGER_SERVICES, RPC_TIMEOUT: '2000', KAFKA_BROKERS: '127.0.0.1:1' };
    await startGateway(readGatewayEnvironment(limits, SERVICE_NAMES), logger, teardown, signal);
    const doors = [health, said('takes requests').port].map((port: number) => `http://127.0.0.1:${port}`);
    const authorization = `Bearer ${token}`;
    await fetch(`${doors[1]}/v1/access-tokens`, { headers: { authorization } });
    const texts = await Promise.all(doors.map(async (door) => (await fetch(`${door}/metrics`)).text()));
    const answered = await Promise.all(
      PROBED.map(async (path) => {
        const responses = await Promise.all(doors.map((door) => fetch(door + path)));
        return responses.every(({ status }) => status === 200) ? [path] : [];
      }),
    );
    const { paths } = (await (await fetch(`${doors[1]}/v1/openapi.json`)).json()) as { paths: Record<string, object> };
    return {
      figures: figuresIn([...texts, await relayFigures()]),
      paths: new Set(answered.flat()),
      routes: new Set(
        Object.entries(paths).flatMap(([path, methods]) =>
          Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
        ),
      ),
    };
  } finally {
    await teardown.run();
    await database.close();
  }
}

/** A relay's figures are there before it starts. */
function relayFigures(): Promise<string> {
  const metrics = new Metrics();
  const never = () => Promise.reject(new Error('not opened'));
  createRelay({
    outlets: { events: never, states: never, deadLetters: never },
    contracts: publishedContracts,
    clock: systemClock,
    metrics,
    pool: {} as never,
    source: {} as never,
    services: {} as never,
    logger: createLogger({ level: 'silent' }),
  });
  return metrics.registry.metrics();
}

/** Reads the text format of Prometheus: names from what is declared, labels from what was measured. */
export function figuresIn(texts: readonly string[]): Figures {
  const figures = new Map<string, Set<string> | undefined>();
  const lines = texts.flatMap((text) => text.split('\n'));
  for (const [, name, type] of lines.flatMap((line) => [...line.matchAll(/^# TYPE (\S+) (\S+)$/g)])) {
    const suffixes =
      type === 'histogram' ? ['_bucket', '_count', '_sum'] : type === 'summary' ? ['', '_count', '_sum'] : [''];
    for (const suffix of suffixes) figures.set(name! + suffix, undefined);
  }
  for (const [, name, labels = ''] of lines.flatMap((line) => [...line.matchAll(/^([a-z_]\w*)(?:\{([^}]*)\})? /g)])) {
    const known = figures.get(name!) ?? new Set<string>();
    for (const [, label] of labels.matchAll(/(\w+)="/g)) known.add(label!);
    if (figures.has(name!)) figures.set(name!, known);
  }
  return figures;
}
