import { onePer } from '@opsledger/event-sourcing';

/** As JSON that lacks its end, so that more can follow. */
const openedOf = onePer((record: object) => JSON.stringify(record).slice(0, -1));

/**
 * A record and what is true of it only now, for whoever passes them on as JSON: the record is written once, and kept as
 * long as the record is. Copying it for each that asks, and writing it anew, would be a fifth of all that an answer takes.
 */
export class WrittenRecord<Kept extends object, Now extends object = object> {
  /**
   * @param record never changes, and has a field at least
   * @param now fields that the record does not have
   */
  constructor(
    private readonly record: Kept & { readonly version?: number },
    private readonly now?: Now,
  ) {}

  get version(): number | undefined {
    return this.record.version;
  }

  /** As an object, for whoever looks into it. */
  toJSON(): Kept & Now {
    return { ...this.record, ...this.now! };
  }

  /** As JSON. */
  text(): string {
    const now = this.now ? JSON.stringify(this.now) : '{}';
    return now === '{}' ? `${openedOf(this.record)}}` : `${openedOf(this.record)},${now.slice(1)}`;
  }
}
