import { historyEntry, type NamedRecord, type QueryHandler } from '@opsledger/service-kit';
import { changeRecords } from './records';
import { documentOf } from './change-document';
import { maySee, noSuchChange } from './own-changes';

export const getChangeHistory: QueryHandler<NamedRecord> = async ({ id: name }, context) => {
  const facts = await changeRecords.factsNamed(name, context);
  const story = changeRecords.documentOf(facts);
  if (!story || !maySee(context, documentOf(story))) throw noSuchChange(name);
  return { id: story.id, number: story.details.keys.number, items: facts.map(historyEntry) };
};
