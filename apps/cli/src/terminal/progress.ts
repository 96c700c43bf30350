import { Presets, SingleBar } from 'cli-progress';

/** Shows how far something is; `done` leaves the terminal tidy, tells how far it came, and must be called in the end. */
export interface Progress {
  advance(by?: number): void;
  /** For work that tells how far it is rather than how much it did. */
  reach(value: number): void;
  done(): void;
}

export interface Terminal {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean };
}

const LINES = 10;

/** A bar on a terminal; elsewhere, such as in a log file, a plain line at every tenth. Both go to stderr. */
export const progressOf = (terminal: Terminal, label: string, total: number): Progress =>
  terminal.err.isTTY ? bar(terminal, label, total) : lines(terminal, label, total);

function bar(terminal: Terminal, label: string, total: number): Progress {
  const format = `${label} {bar} {percentage}% | {value}/{total} | {duration_formatted}, {eta_formatted} left`;
  const single = new SingleBar(
    { format, stream: terminal.err as NodeJS.WriteStream, hideCursor: true, barsize: 28, etaBuffer: 200, fps: 8 },
    Presets.shades_classic,
  );
  single.start(total, 0);
  return {
    advance: (by = 1) => single.increment(by),
    reach: (value) => single.update(value),
    done: () => single.stop(),
  };
}

function lines(terminal: Terminal, label: string, total: number): Progress {
  let value = 0;
  let told = 0;
  let shown = 0;
  const show = (): void => {
    if (value > shown) terminal.err.write(`${label} ${value}/${total}\n`);
    shown = value;
  };
  const reach = (reached: number): void => {
    value = reached;
    const tenth = total === 0 ? LINES : Math.floor((value / total) * LINES);
    if (tenth > told) show();
    told = Math.max(told, tenth);
  };
  return { advance: (by = 1) => reach(value + by), reach, done: show };
}
