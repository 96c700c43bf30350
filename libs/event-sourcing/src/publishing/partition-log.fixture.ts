import { START, type RecordedEvent } from '@opsledger/event-store';
import { linked, type LinkedEvent } from './publisher';

const linkOf = ({ event, previous }: LinkedEvent): string => `${previous} ${event.position} ${event.id}`;

/** Partitioned topics as a broker keeps them: each partition takes events one after the other, whoever sends them. */
export class PartitionLog {
  readonly partitions: LinkedEvent[][];

  constructor(count: number) {
    this.partitions = Array.from({ length: count }, () => []);
  }

  partitionOf({ event }: LinkedEvent): number {
    return [...event.subject].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % this.partitions.length;
  }

  /** The parts of a batch by partition; each arrives as a whole or not at all. */
  split(batch: readonly LinkedEvent[]): readonly (readonly LinkedEvent[])[] {
    return this.partitions.map((_, index) => batch.filter((one) => this.partitionOf(one) === index));
  }

  append(partition: number, part: readonly LinkedEvent[]): void {
    this.partitions[partition]!.push(...part);
  }

  /** What a reader sees who drops every event that came before: its links. */
  firstOccurrences(partition: number): readonly string[] {
    const links = this.partitions[partition]!.map(linkOf);
    const seen = new Set<string>();
    return links.filter((_, index) => {
      const { position } = this.partitions[partition]![index]!.event;
      return !seen.has(position) && seen.add(position);
    });
  }

  /** What a reader should see of a log, once all of it is there. */
  expected(log: readonly RecordedEvent[]): readonly (readonly string[])[] {
    return this.split(linked(log, START)).map((part) => part.map(linkOf));
  }
}
