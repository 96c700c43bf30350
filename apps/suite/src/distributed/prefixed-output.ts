import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { readableLine } from '@opsledger/service-kit';

const COLOURS = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];

/** Whose output is written where, in which colour; a terminal gets lines for people, a file what was said. */
export class PrefixedOutput {
  private readonly forPeople: boolean;
  private readonly coloured: boolean;

  constructor(
    private readonly names: readonly string[],
    private readonly to: Writable & { isTTY?: boolean } = process.stdout,
    environment: NodeJS.ProcessEnv = process.env,
  ) {
    this.forPeople = to.isTTY === true;
    this.coloured = this.forPeople && !environment.NO_COLOR;
  }

  follow(name: string, ...streams: readonly (Readable | null)[]): void {
    const prefix = this.prefixOf(name);
    for (const input of streams) {
      if (!input) continue;
      const lines = createInterface({ input, crlfDelay: Infinity });
      lines.on('line', (line) => this.to.write(`${prefix}${this.forPeople ? readableLine(line) : line}\n`));
    }
  }

  private prefixOf(name: string): string {
    const width = Math.max(...this.names.map(({ length }) => length));
    const text = `${name.padEnd(width)} | `;
    const colour = COLOURS[Math.max(0, this.names.indexOf(name)) % COLOURS.length];
    return this.coloured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  }
}
