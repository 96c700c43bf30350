import type { DestinationStream } from 'pino';

interface Entry {
  readonly level: string;
  readonly time: string;
  readonly msg?: string;
  readonly err?: { readonly stack?: string; readonly message?: string };
  readonly [field: string]: unknown;
}

/** Turns pino's JSON into lines that people read: `12:00:01.123 WARN  message  key=value`. */
export const readable = (sink: DestinationStream): DestinationStream => ({
  write(json: string) {
    sink.write(lineOf(JSON.parse(json) as Entry));
  },
});

/** One entry of a log as people read it; whatever is no entry stays as it is. */
export function readableLine(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    return lineOf(JSON.parse(line) as Entry).trimEnd();
  } catch {
    return line;
  }
}

function lineOf({ level, time, msg = '', err, ...fields }: Entry): string {
  const rest = Object.entries(fields).map(([name, value]) => `  ${name}=${textOf(value)}`);
  const stack = err ? `\n${err.stack ?? err.message ?? ''}` : '';
  return `${time.slice(11, 23)} ${level.toUpperCase().padEnd(5)} ${msg}${rest.join('')}${stack}\n`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
