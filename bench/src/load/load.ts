import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Load, Measured } from './closed-loop';

const execute = promisify(execFile);

/** Runs a load in a process of its own. */
export async function load(order: Omit<Load, 'body'> & { body?: 'incident' }): Promise<Measured> {
  const { stdout } = await execute(process.execPath, [join(__dirname, 'run.js'), JSON.stringify(order)], {
    timeout: (order.seconds + 30) * 1000,
    maxBuffer: 1 << 20,
  });
  return JSON.parse(stdout) as Measured;
}
