import type { ChangeEvent, ConfigurationPart, PlannedConfiguration, Reference } from '@opsledger/contracts';
import { process, send, type Effect, type Order } from '@opsledger/event-sourcing';

const PARTS: Readonly<Record<ConfigurationPart, string>> = {
  attributes: 'ReviseConfigurationItem',
  stage: 'ChangeConfigurationItemStage',
  status: 'ReportConfigurationItemStatus',
};

function orders(change: Reference, planned: PlannedConfiguration): Effect[] {
  const { ci } = planned;
  return (Object.keys(PARTS) as ConfigurationPart[]).flatMap((part) => {
    if (planned[part] === undefined) return [];
    const order: Order = {
      service: 'cmdb',
      type: PARTS[part],
      id: ci.id,
      data: { [part]: planned[part], change },
      ifRefused: { service: 'change', type: 'ReportConfigurationRefused', id: change.id, data: { ci, part } },
    };
    return [send(order)];
  });
}

/** Once a change is done, the configuration database is told what its items are like now. */
export const applyConfiguration = process<ChangeEvent>({
  name: 'apply-planned-configuration',
  handlers: {
    ChangeImplementationFinished: ({ subject, data: { keys, configuration = [] } }) =>
      configuration.flatMap((planned) => orders({ id: subject, name: keys.number }, planned)),
  },
});
