import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KafkaLocalError } from './kafka-local-error';

const LEAST = 17;

/**
 * The `java` of JAVA_HOME, else of the path.
 *
 * @throws KafkaLocalError when there is none that is new enough
 */
export function locateJava(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.JAVA_HOME && join(environment.JAVA_HOME, 'bin', 'java');
  const java = home && existsSync(home) ? home : 'java';
  const { error, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 20_000, env: environment });
  const version = Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
  if (error || version < LEAST)
    throw new KafkaLocalError(
      `Kafka needs Java ${LEAST} or newer, ${version ? `here is ${version}` : 'and there is none'}: ` +
        'install it (JAVA_HOME is looked at first), or set KAFKA_BROKERS to a Kafka that runs.',
    );
  return java;
}
