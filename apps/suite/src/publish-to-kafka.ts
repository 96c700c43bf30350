import { publishedContracts } from '@opsledger/contracts';
import type { KafkaEnvironment } from '@opsledger/kafka';
import { createRelay, kafkaOutlets, type Relay } from '@opsledger/relay';
import type { Foundation } from '@opsledger/service-host';
import type { Logger } from '@opsledger/service-kit';

/**
 * What makes a relay beside the services of this process, on the brokers that the settings name; not started yet. Brokers
 * that are away keep nobody from working: what happens is published when they are back.
 *
 * @throws InvalidEnvironment for settings that do not fit together
 */
export function publishingTo(settings: KafkaEnvironment, logger: Logger): (foundation: Foundation) => Relay {
  const outlets = kafkaOutlets(settings, publishedContracts, logger);
  return ({ infrastructure, events, health, pool }) => {
    const { services, clock, metrics } = infrastructure;
    const relay = createRelay({
      outlets,
      contracts: publishedContracts,
      source: events,
      pool,
      services,
      clock,
      logger,
      metrics,
    });
    // Told, but no failure: commands and queries need no broker.
    health.check('relay', async () => ({ ...(await relay.status()) }));
    return relay;
  };
}
