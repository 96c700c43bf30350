import { ProjectionTableChanged } from '@opsledger/event-sourcing';
import { DatabaseAhead, UnusableSigningKey } from '@opsledger/event-store';
import { InvalidEnvironment, createLogger, type Logger } from '@opsledger/service-kit';
import type { TObject } from '@sinclair/typebox';
import { CannotGoOn } from './cannot-go-on';
import { CannotStart } from './cannot-start';
import { asDatabaseRefusal } from './database';
import { onEndSignal } from './end-signals';
import { beginYoung } from './garbage-collection';
import { onParentGone, tellParent, type Started } from './parent';
import { Teardown } from './teardown';

/**
 * What differs between the processes: their environment, and what they start. `read` throws `InvalidEnvironment` with
 * every fault at once.
 */
export interface ProcessOptions<Environment> {
  /** First words of `--help`. */
  readonly about: string;
  readonly schema: TObject;
  readonly read: (variables: NodeJS.ProcessEnv) => Environment;
  /** What it starts is in `teardown`, also when it fails half-way. It waits for nobody once `signal` aborts. */
  readonly start: (
    environment: Environment,
    logger: Logger,
    teardown: Teardown,
    signal: AbortSignal,
  ) => Promise<Omit<Started, 'started'>>;
  /** How long it may take to stop, whatever it waits for; `Teardown`'s own time unless told. */
  readonly stopMs?: number;
}

/** All of a process: from its environment to its end, on a signal or with its parent. */
export async function runProcess<Environment extends { readonly LOG_LEVEL: any }>(
  options: ProcessOptions<Environment>,
): Promise<void> {
  beginYoung();
  try {
    if (process.argv.slice(2).some((argument) => ['--help', '-h'].includes(argument)))
      return void process.stdout.write(helpOn(options));
    await startAndStop(options);
  } catch (error) {
    tell(error);
    process.exit(1);
  }
}

async function startAndStop<Environment extends { readonly LOG_LEVEL: any }>({
  read,
  start,
  stopMs,
}: ProcessOptions<Environment>): Promise<void> {
  const environment = read(process.env);
  const logger = createLogger({ level: environment.LOG_LEVEL });
  const teardown = new Teardown((message) => logger.warn(message), stopMs);
  const ending = new AbortController();
  const starting = start(environment, logger, teardown, ending.signal);
  const stop = async (): Promise<void> => {
    ending.abort();
    await teardown.run(starting);
  };
  onEndSignal(stop);
  void teardown.givenUp.then((error) => {
    tell(error);
    void stop().finally(() => process.exit(1));
  });
  onParentGone(() => void stop().finally(() => process.exit(0)));
  try {
    tellParent({ started: true, ...(await starting) });
  } catch (error) {
    await teardown.run();
    // A start that gave up because it was told to is no failure; whoever told it ends the process.
    if (error !== ending.signal.reason) throw asDatabaseRefusal(error);
  }
}

/** Their messages say what to do about them. */
const REMEDIED = [
  ProjectionTableChanged,
  CannotStart,
  CannotGoOn,
  InvalidEnvironment,
  DatabaseAhead,
  UnusableSigningKey,
];

/** For the person at the terminal where they can put it right; with its stack where only we can. */
function tell(error: unknown): void {
  const known = REMEDIED.some((kind) => error instanceof kind);
  const text = known ? `opsledger: ${(error as Error).message}` : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
}

/** One line per variable, as the schema describes it. */
export function helpOn({ about, schema }: Pick<ProcessOptions<never>, 'about' | 'schema'>): string {
  const lines = Object.entries(schema.properties).map(([name, { default: value, description = '' }]) => {
    const need = value !== undefined ? ` [${String(value)}]` : schema.required?.includes(name) ? ' (required)' : '';
    return `  ${name.padEnd(28)}${String(description)}${need}`;
  });
  return `${about}\n\nEnvironment:\n\n${lines.join('\n')}\n`;
}
