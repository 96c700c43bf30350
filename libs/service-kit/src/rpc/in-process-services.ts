import { Problem } from './problem';
import type { CommandMessage, CommandReceipt, QueryMessage, Services } from './messages';

/** A service that messages can be handed to. */
export interface Recipient {
  readonly name: string;
  command(message: CommandMessage): Promise<CommandReceipt>;
  query(message: QueryMessage): Promise<unknown>;
}

/** The services of this process, reached by direct calls. */
export class InProcessServices<R extends Recipient = Recipient> implements Services {
  private readonly recipients = new Map<string, R>();

  /** @throws TypeError when a service of that name is there already */
  register(recipient: R): void {
    if (this.recipients.has(recipient.name))
      throw new TypeError(`The service ${recipient.name} is registered already.`);
    this.recipients.set(recipient.name, recipient);
  }

  /** In the order they were registered. */
  get all(): readonly R[] {
    return [...this.recipients.values()];
  }

  hosts(service: string): boolean {
    return this.recipients.has(service);
  }

  async command(message: CommandMessage): Promise<CommandReceipt> {
    return this.recipient(message.service).command(message);
  }

  async query(message: QueryMessage): Promise<unknown> {
    return this.recipient(message.service).query(message);
  }

  private recipient(service: string): R {
    const recipient = this.recipients.get(service);
    if (!recipient) throw new Problem(503, 'service-not-here', 'Service not here', `No service ${service} runs here.`);
    return recipient;
  }
}
