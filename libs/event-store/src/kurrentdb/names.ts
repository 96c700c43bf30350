/** Where our streams are told from those of others on a shared server, unless told otherwise. */
export const DEFAULT_PREFIX = 'opsledger.';

/** One dot, at the end: no prefix is then the beginning of another. A leading `$` would make them system streams. */
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.$/;

/** Which streams of the server are ours, and what they are called there. */
export class StreamNames {
  /**
   * The stream that marks the beginning of our log. Its name has no dash behind the prefix, which every record's has.
   */
  readonly marker: string;

  /** @throws Error when the prefix cannot tell our streams from others */
  constructor(readonly prefix: string = DEFAULT_PREFIX) {
    if (!PREFIX.test(prefix))
      throw new Error(
        `The stream prefix ${JSON.stringify(prefix)} must be letters, digits, _ or - with one dot at the end, e.g. ${DEFAULT_PREFIX}`,
      );
    this.marker = `${prefix}log`;
  }

  onServer(streamId: string): string {
    return this.prefix + streamId;
  }

  /** Absent for the marker and for streams that are not ours. */
  streamId(name: string): string | undefined {
    if (!name.startsWith(this.prefix) || name === this.marker) return undefined;
    return name.slice(this.prefix.length);
  }
}
