import type { HealthCheck } from '@opsledger/service-kit';

/** Whether a process is still starting, works, or stops: only in between is it ready. */
export class Stage {
  private now: 'starting' | 'running' | 'stopping' = 'starting';

  become(stage: 'running' | 'stopping'): void {
    this.now = stage;
  }

  readonly check: HealthCheck = async () => {
    if (this.now !== 'running') throw new Error(this.now);
  };
}
