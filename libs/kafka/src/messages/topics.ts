import type { Catalogue } from './catalogue';

/** First word of all topics unless KAFKA_TOPIC_PREFIX says another. */
export const DEFAULT_PREFIX = 'itsm';

/** Names of the topics of an installation: `itsm.incident.events`. */
export class Topics {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly prefix: string = DEFAULT_PREFIX,
  ) {}

  /** Every fact of the service, key = record id; never compacted. */
  events(service: string): string {
    return `${this.prefix}.${service}.events`;
  }

  /** Compacted: the latest state of each record. */
  state(service: string): string {
    return `${this.prefix}.${service}.state`;
  }

  /** What could not be read or applied, with the error and the original headers. */
  deadLetter(service: string): string {
    return `${this.prefix}.${service}.dead-letter`;
  }

  eventsOfCategory(category: string): string {
    return this.events(this.catalogue.serviceOf(category));
  }

  /** The dead letter topic beside a topic of events. */
  deadLetterBeside(eventsTopic: string): string {
    return eventsTopic.replace(/\.events$/, '.dead-letter');
  }

  get allEvents(): readonly string[] {
    return this.catalogue.services.map((service) => this.events(service));
  }

  get allStates(): readonly string[] {
    return this.catalogue.services.map((service) => this.state(service));
  }

  get allDeadLetters(): readonly string[] {
    return this.catalogue.services.map((service) => this.deadLetter(service));
  }
}
