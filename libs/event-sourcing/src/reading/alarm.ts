/** A sleep that can be cut short. Ringing while nobody sleeps cuts the next sleep short. */
export class Alarm {
  private rung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /**
   * Resolves when the time is over, at a ring, or when the signal aborts. One sleeper at a time.
   *
   * @returns whether nobody rang
   */
  async sleep(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    if (!this.rung && !signal.aborted && milliseconds > 0)
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          this.wake = undefined;
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        signal.addEventListener('abort', wake);
        this.wake = wake;
      });
    const undisturbed = !this.rung;
    this.rung = false;
    return undisturbed;
  }
}
