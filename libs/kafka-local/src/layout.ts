import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KafkaLocalError } from './kafka-local-error';
import { freePorts, isFree } from './ports';

/** One node: its number from 1, its ports on 127.0.0.1, and the folder that holds its data, log and settings. */
export interface NodeLayout {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
  readonly directory: string;
}

/** A cluster's files: who its nodes are and where they listen. The same at the next start while its ports are free. */
export interface Layout {
  readonly clusterId: string;
  readonly nodes: readonly NodeLayout[];
}

interface Kept {
  readonly clusterId: string;
  readonly ports: readonly (readonly [port: number, controllerPort: number])[];
}

/** @throws KafkaLocalError when the directory holds a cluster of another size, or a port asked for is taken */
export async function layOut(dataDir: string, count: number, ports: readonly number[] = []): Promise<Layout> {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'kafka-local.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
  if (kept && kept.ports.length !== count)
    throw new KafkaLocalError(
      `${dataDir} holds a cluster of ${kept.ports.length} nodes, not ${count}: choose another directory or delete it.`,
    );
  for (const port of ports)
    if (!(await isFree(port))) throw new KafkaLocalError(`Port ${port} is taken: choose another one for Kafka.`);
  const spare = await freePorts(2 * count);
  const free = async (...wanted: (number | undefined)[]): Promise<number> => {
    for (const port of wanted) if (port !== undefined && (await isFree(port))) return port;
    return spare.pop()!;
  };
  const chosen: [number, number][] = [];
  for (let index = 0; index < count; index++)
    chosen.push([await free(ports[index], kept?.ports[index]?.[0]), await free(kept?.ports[index]?.[1])]);
  const layout = { clusterId: kept?.clusterId ?? newClusterId(), ports: chosen };
  writeFileSync(`${file}.new`, JSON.stringify(layout));
  renameSync(`${file}.new`, file);
  return {
    clusterId: layout.clusterId,
    nodes: chosen.map(([port, controllerPort], index) => ({
      id: index + 1,
      port,
      controllerPort,
      directory: join(dataDir, `node-${index + 1}`),
    })),
  };
}

/** An id that begins with a dash would be taken for an option. */
const newClusterId = (): string => `o${randomBytes(16).toString('base64url').slice(1)}`;
