import 'reflect-metadata';
import { InvalidEnvironment, createLogger } from '@opsledger/service-kit';
import { announcement } from './announcement';
import { CannotStart } from './cannot-start';
import { onEndSignal } from './end-signals';
import { readEnvironment } from './environment';
import { startSuite } from './start-suite';
import { Teardown } from './teardown';

/** For the person at the terminal where they can put it right; with its stack where only we can. */
function tell(error: unknown): void {
  const known = error instanceof CannotStart || error instanceof InvalidEnvironment;
  console.error(known ? `opsledger: ${error.message}` : error);
}

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const logger = createLogger({ level: environment.LOG_LEVEL });
  const teardown = new Teardown((message) => logger.warn(message));
  const starting = startSuite(environment, logger, teardown);
  onEndSignal(async () => {
    await starting.catch(() => undefined);
    await teardown.run();
  });
  try {
    console.log(announcement(await starting));
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

main().catch((error: unknown) => {
  tell(error);
  process.exit(1);
});
