import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { KafkaLocalError } from './kafka-local-error';

const ROOT = join(__dirname, '..', '..', '..');
/** Folder of the pom that names Kafka, and of the settings of its log. */
export const DEPLOY = join(ROOT, 'deploy', 'kafka-local');
const POM = join(DEPLOY, 'pom.xml');
const PATIENCE_MS = 300_000;

/** Where the answer of Maven is kept: one file for each state of the pom. */
export function classPathFile(): string {
  const digest = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 16);
  return join(ROOT, '.opsledger', 'kafka-local', `${digest}.classpath`);
}

/** Whether Kafka would start without asking Maven. */
export const isResolved = (file = classPathFile()): boolean => read(file) !== undefined;

/** Whether there is a Maven that could be asked. */
export const hasMaven = (environment = process.env): boolean =>
  !spawnSync('mvn', ['--version'], { env: environment, timeout: 20_000, shell: process.platform === 'win32' }).error;

/**
 * Kafka's class path. The first time Maven loads what the pom names, some 60 MB; afterwards it is known.
 *
 * @throws KafkaLocalError when Maven is missing, fails or takes longer than five minutes
 */
export async function resolveClassPath({
  file = classPathFile(),
  environment = process.env,
  patienceMs = PATIENCE_MS,
}: { file?: string; environment?: NodeJS.ProcessEnv; patienceMs?: number } = {}): Promise<string> {
  const known = read(file);
  if (known !== undefined) return known;
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  try {
    await promisify(execFile)(
      'mvn',
      ['-q', '-B', '-f', POM, 'dependency:build-classpath', `-Dmdep.outputFile=${draft}`],
      { env: environment, timeout: patienceMs, killSignal: 'SIGKILL', shell: process.platform === 'win32' },
    );
    renameSync(draft, file);
  } catch (cause) {
    throw new KafkaLocalError(`Kafka could not be loaded: ${reasonOf(cause, patienceMs)}`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
  const resolved = read(file);
  if (resolved === undefined) throw new KafkaLocalError(`Maven named files that are not there: delete ${file}.`);
  return resolved;
}

/** What was resolved before, as long as all of it is still there. */
function read(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const classPath = readFileSync(file, 'utf8').trim();
  return classPath !== '' && classPath.split(delimiter).every((jar) => existsSync(jar)) ? classPath : undefined;
}

function reasonOf(cause: unknown, patienceMs: number): string {
  const { code, killed, stdout, message } = cause as Error & { code?: string; killed?: boolean; stdout?: string };
  if (code === 'ENOENT') return 'there is no Maven (mvn): install it, or set KAFKA_BROKERS to a Kafka that runs.';
  if (killed)
    return `Maven did not finish within ${patienceMs / 1_000} s: run mvn -f ${POM} dependency:resolve to see why.`;
  const line = stdout?.split('\n').find((so) => so.startsWith('[ERROR]')) ?? message;
  return `Maven says: ${line.replace(/^\[ERROR\]\s*/, '').slice(0, 300)}`;
}
