import { publishedContracts } from '@opsledger/contracts';
import { kafkaEnvironment } from '@opsledger/kafka';
import { createRelay, kafkaOutlets, type Relay } from '@opsledger/relay';
import type { Foundation } from '@opsledger/service-host';
import { parseEnvironment } from '@opsledger/service-kit';
import { Type } from '@sinclair/typebox';

/**
 * A relay beside the services of this process, on the brokers that the environment names; not started yet. Brokers that
 * are away keep nobody from working: what happens is published when they are back.
 *
 * @throws InvalidEnvironment that names every variable that is wrong
 */
export function relayOn({ infrastructure, events, health, pool }: Foundation): Relay {
  const { services, clock, logger, metrics } = infrastructure;
  const settings = parseEnvironment(Type.Object(kafkaEnvironment));
  const relay = createRelay({
    outlets: kafkaOutlets(settings, publishedContracts, logger),
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
}
