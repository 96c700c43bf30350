import type {
  CiView,
  GetConfigurationItem,
  GetConfigurationItemHistory,
  ParamsOf,
  ResultOf,
} from '@opsledger/contracts';
import { copyOf } from '@opsledger/event-store';
import { historyEntry, type QueryContext } from '@opsledger/service-kit';
import { currentSettings } from '../lookups/current-settings';
import { ciRecords, noSuchItem, viewOf } from './ci-records';

export async function getConfigurationItem(
  { id: name, asOf }: ParamsOf<typeof GetConfigurationItem>,
  context: QueryContext,
): Promise<CiView> {
  const facts = await ciRecords.factsNamed(name, context);
  const { precedence } = await currentSettings.get(context.store);
  const told = asOf === undefined ? name : `${name} at ${asOf}`;
  return viewOf(ciRecords.documentOf(facts, asOf), told, precedence);
}

export async function getConfigurationItemHistory(
  { id: name }: ParamsOf<typeof GetConfigurationItemHistory>,
  context: QueryContext,
): Promise<ResultOf<typeof GetConfigurationItemHistory>> {
  const facts = await ciRecords.factsNamed(name, context);
  const [first] = facts;
  if (!first) throw noSuchItem(name);
  const items = facts.map((event) => {
    // Each changed field is told like any other change.
    const { changes = {}, ...data } = event.data as { changes?: object };
    return historyEntry({ ...copyOf(event), data: { ...data, ...changes } });
  });
  return { id: first.subject, number: first.data.keys.number, items };
}
