import type { ServiceContracts } from '@opsledger/contracts';
import type { Log } from '@opsledger/event-sourcing';
import {
  EventPublisher,
  Topics,
  catalogueOf,
  connectKafka,
  ensureTopics,
  type KafkaEnvironment,
} from '@opsledger/kafka';
import type { Outlets } from '../outlets';
import { openDeadLetterOutlet } from './dead-letter-outlet';
import { openStateOutlet } from './state-outlet';

/**
 * The topics of an installation. Nothing is connected before something is opened; what is missing of the topics is made
 * then.
 *
 * @throws InvalidEnvironment for settings that do not fit together
 */
export function kafkaOutlets(settings: KafkaEnvironment, contracts: readonly ServiceContracts[], log: Log): Outlets {
  const prefix = settings.KAFKA_TOPIC_PREFIX;
  const catalogue = catalogueOf(contracts);
  const topics = new Topics(catalogue, prefix);
  const kafka = connectKafka(settings, 'opsledger-relay', log);
  let ready: Promise<void> | undefined;
  const makeTopics = async (): Promise<void> => {
    const made = await ensureTopics(kafka, topics, settings);
    if (made.length > 0) log.info({ topics: made }, 'Topics made');
  };
  const opening =
    <Outlet>(open: () => Promise<Outlet>) =>
    async (): Promise<Outlet> => {
      // Once for all that open at the same time; anew for whoever opens later, as topics may be deleted.
      await (ready ??= makeTopics().finally(() => (ready = undefined)));
      return open();
    };
  return {
    events: opening(() => EventPublisher.open(kafka, catalogue, topics)),
    states: opening(() => openStateOutlet(kafka, catalogue, topics, `${prefix}.relay-states`)),
    deadLetters: opening(() => openDeadLetterOutlet(kafka, catalogue, topics)),
  };
}
