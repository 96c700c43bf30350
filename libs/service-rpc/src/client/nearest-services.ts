import type {
  CommandMessage,
  CommandReceipt,
  InProcessServices,
  QueryMessage,
  Recipient,
  Services,
} from '@opsledger/service-kit';

/** What runs in this process is called directly, everything else over the network. */
export class NearestServices implements Services {
  constructor(
    private readonly hosted: InProcessServices<Recipient>,
    private readonly others: Services,
  ) {}

  command(message: CommandMessage): Promise<CommandReceipt> {
    return this.serving(message.service).command(message);
  }

  query(message: QueryMessage): Promise<unknown> {
    return this.serving(message.service).query(message);
  }

  private serving(service: string): Services {
    return this.hosted.hosts(service) ? this.hosted : this.others;
  }
}
