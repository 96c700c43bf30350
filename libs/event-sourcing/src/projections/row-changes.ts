/** Told with the keys of rows that have just changed for readers; without, when any may have. */
export type ChangeListener = (keys?: Iterable<string>) => void;

/** Who wants to know which rows of a view change. */
export class RowChanges {
  private readonly listeners: ChangeListener[] = [];

  add(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  tell(keys?: Iterable<string>): void {
    if (this.listeners.length === 0) return;
    const all = keys && [...keys];
    for (const listener of this.listeners) listener(all);
  }
}
