import { historyEntry, type QueryHandler } from '@opsledger/service-kit';
import { changeRecords } from './records';
import { documentOf } from './change-document';
import { maySee } from './may-see';
import { missing, type Named } from './named';

export const getChangeHistory: QueryHandler<Named> = async ({ id: name }, context) => {
  const id = await changeRecords.idOf(name, context);
  const facts = id === undefined ? [] : await changeRecords.factsOf(id, context);
  const story = changeRecords.documentOf(facts);
  if (!story || !maySee(context, documentOf(story))) throw missing('change', name);
  return { id: story.id, number: story.details.keys.number, items: facts.map(historyEntry) };
};
