import { historyEntry, type QueryContext, type QueryHandler, type RecordReader } from '@opsledger/service-kit';
import { missing, type Named } from './named';

/** One record of another kind, and its history. */
export const recordQueries = <View extends { readonly id: string; readonly number: string }>(
  what: string,
  records: RecordReader<View, any>,
): { readonly get: QueryHandler<Named>; readonly history: QueryHandler<Named> } => {
  const factsOf = async (name: string, context: QueryContext) => {
    const id = await records.idOf(name, context);
    return id === undefined ? [] : records.factsOf(id, context);
  };
  return {
    get: async ({ id, asOf }, context) => {
      const view = records.documentOf(await factsOf(id, context), asOf);
      if (!view) throw missing(what, id);
      return view;
    },
    history: async ({ id: name }, context) => {
      const facts = await factsOf(name, context);
      const view = records.documentOf(facts);
      if (!view) throw missing(what, name);
      return { id: view.id, number: view.number, items: facts.map(historyEntry) };
    },
  };
};
