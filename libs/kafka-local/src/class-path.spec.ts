import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isResolved, resolveClassPath } from './class-path';
import { locateJava } from './java';
import { KafkaLocalError } from './kafka-local-error';
import { layOut } from './layout';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kafka-local-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is found in place of the real one. */
function standIn(name: string, script: string): NodeJS.ProcessEnv {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, JAVA_HOME: '' };
}
const nowhere = { PATH: '/nowhere', JAVA_HOME: '' };
const file = () => join(folder, 'kept.classpath');

it('says in a line that there is no Java, or none that is new enough', () => {
  expect(() => locateJava(nowhere)).toThrow(KafkaLocalError);
  expect(() => locateJava(nowhere)).toThrow(
    /^Kafka needs Java 17 or newer, and there is none: [^\n]*KAFKA_BROKERS[^\n]*$/,
  );
  const old = standIn('java', `echo 'openjdk version "11.0.2" 2019-01-15' >&2`);
  expect(() => locateJava(old)).toThrow('Kafka needs Java 17 or newer, here is 11: ');
});

it('says in a line that there is no Maven, what Maven says, and that it takes too long', async () => {
  const resolve = (environment: NodeJS.ProcessEnv, patienceMs = 20_000) =>
    resolveClassPath({ file: file(), environment, patienceMs });
  await expect(resolve(nowhere)).rejects.toThrow(/there is no Maven \(mvn\): install it, or set KAFKA_BROKERS/);
  const failing = standIn('mvn', 'echo "[ERROR] Could not transfer artifact"; exit 1');
  await expect(resolve(failing)).rejects.toThrow('Maven says: Could not transfer artifact');
  await expect(resolve(standIn('mvn', 'exec sleep 60'), 100)).rejects.toThrow('Maven did not finish within 0.1 s');
});

it('asks Maven once, and again when something of it is gone', async () => {
  const jar = join(folder, 'kafka.jar');
  writeFileSync(jar, '');
  const environment = standIn(
    'mvn',
    `for so in "$@"; do case $so in -Dmdep.outputFile=*) echo ${jar} > "\${so#*=}";; esac; done`,
  );
  expect(await resolveClassPath({ file: file(), environment })).toBe(jar);
  expect(await resolveClassPath({ file: file(), environment: nowhere })).toBe(jar);
  rmSync(jar);
  expect(isResolved(file())).toBe(false);
  await expect(resolveClassPath({ file: file(), environment: nowhere })).rejects.toThrow(KafkaLocalError);
});

it('finds a cluster again as it was, and takes none of another size for it', async () => {
  const first = await layOut(folder, 3);
  expect(new Set(first.nodes.flatMap(({ port, controllerPort }) => [port, controllerPort])).size).toBe(6);
  expect(await layOut(folder, 3)).toEqual(first);
  await expect(layOut(folder, 1)).rejects.toThrow(/holds a cluster of 3 nodes, not 1/);
});
