import type { Position } from '@opsledger/event-store';

/** Events of the log that did not come by Kafka in time: lost there, or the relay or a broker is late. The log gave them. */
export class EventsMissing extends Error {
  constructor(
    readonly after: Position,
    readonly upTo: Position,
    readonly count: number,
  ) {
    super(
      'Events did not come by Kafka in time and were read from the log: ' +
        'they are late (is the relay running, do the brokers answer?) or were lost there',
    );
    this.name = 'EventsMissing';
  }
}
