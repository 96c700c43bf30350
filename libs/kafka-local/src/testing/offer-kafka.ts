import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalKafka, type LocalKafka } from '../start-local-kafka';

/** Tells specs where to ask for the broker of the run. */
export const OFFER_VARIABLE = 'OPSLEDGER_TEST_KAFKA_PORT';
/** The id of the process goes behind it: what is left of one that was killed is deleted by the next run. */
export const FOLDER_PREFIX = 'opsledger-kafka-test-';

/** What a spec that asks is answered. */
export type Answer = { readonly brokers: string } | { readonly error: string };

/** One broker for a whole test run, started when the first spec asks for it: most runs have none that does. */
export class KafkaOffer {
  private running?: Promise<LocalKafka>;
  private directory?: string;

  static async open(): Promise<KafkaOffer> {
    const server = createServer();
    const offer = new KafkaOffer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    process.env[OFFER_VARIABLE] = String((server.address() as { port: number }).port);
    return offer;
  }

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      void this.answer().then((answer) => socket.end(JSON.stringify(answer)));
    });
  }

  async close(): Promise<void> {
    this.server.close();
    const kafka = await this.running?.catch(() => undefined);
    await kafka?.stop();
    if (this.directory) rmSync(this.directory, { recursive: true, force: true });
  }

  private async answer(): Promise<Answer> {
    try {
      return { brokers: (await (this.running ??= this.start())).brokers };
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  private start(): Promise<LocalKafka> {
    removeLeftovers();
    this.directory = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
    return startLocalKafka({ dataDir: this.directory });
  }
}

/** Of runs that were killed; their brokers ended with them. Another run may be removing the same: the last one does. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((so) => so.startsWith(FOLDER_PREFIX)))
    if (!isAlive(Number(name.slice(FOLDER_PREFIX.length).split('-')[0])))
      try {
        rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      } catch (error) {
        process.stderr.write(`${name} is left for the next run: ${(error as Error).message}\n`);
      }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
