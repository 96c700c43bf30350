import type { RecordedEvent } from '@opsledger/event-store';

const NUMBER = /^([A-Z]{2,8})(\d{7,12})$/;

/** The highest number of each prefix that is said anywhere in the log, as it passes by. */
export class NumbersInUse {
  readonly highest = new Map<string, number>();

  add(events: readonly RecordedEvent[]): void {
    for (const { data } of events) this.look(data);
  }

  private look(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value))
      if (typeof inner === 'object') this.look(inner);
      else if (name === 'number' && typeof inner === 'string') this.note(inner);
  }

  private note(text: string): void {
    const [, prefix, digits] = NUMBER.exec(text) ?? [];
    if (prefix === undefined || digits === undefined) return;
    this.highest.set(prefix, Math.max(this.highest.get(prefix) ?? 0, Number(digits)));
  }
}
