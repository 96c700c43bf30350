import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal stops in good order and ends with 0; a second one ends at once, as that signal does. */
export function onEndSignal(stop: () => Promise<void>, exit: (code: number) => void = process.exit): void {
  let stopping = false;
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (stopping) return exit(128 + constants.signals[signal]);
      stopping = true;
      void stop().finally(() => exit(0));
    });
}
