/** Kafka cannot be run here. The message is one line for the person at the terminal: what is wrong, what to do. */
export class KafkaLocalError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KafkaLocalError';
  }
}
