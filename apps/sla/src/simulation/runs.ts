import type { SimulationProgress } from './simulate';

/** How far the simulations that run in this process have come, for whoever waits for one. */
export class Runs {
  private readonly running = new Map<string, SimulationProgress>();

  /** Work that reports its progress under a name until it ends; without a name to nobody. */
  async during<T>(
    name: string | undefined,
    work: (report: (progress: SimulationProgress) => void) => Promise<T>,
  ): Promise<T> {
    if (name === undefined) return work(() => undefined);
    this.running.set(name, { eventsRead: 0, incidents: null, incidentsJudged: 0 });
    try {
      return await work((progress) => void this.running.set(name, progress));
    } finally {
      this.running.delete(name);
    }
  }

  progressOf(name: string): SimulationProgress | undefined {
    return this.running.get(name);
  }
}
