import type { HistoryEntry } from '@opsledger/contracts';
import type { DomainEvent } from '@opsledger/event-store';
import { historyEntry, notFound, type QueryContext, type RecordReader } from '@opsledger/service-kit';
import { problemRecords, trendRecords } from './records';

interface Asked {
  readonly id: string;
  readonly asOf?: string;
}

interface Numbered {
  readonly id: string;
  readonly number: string;
}

/** How one kind of record is shown: now, as it was, and fact by fact. */
function shown<Document extends Numbered, Event extends DomainEvent>(
  what: string,
  records: RecordReader<Document, Event>,
) {
  const find = async (name: string, context: QueryContext) => {
    const id = await records.idOf(name, context);
    const facts = id === undefined ? [] : await records.factsOf(id, context);
    const current = records.documentOf(facts);
    if (!current) throw notFound(`There is no ${what} ${name}. Check the id or number.`);
    return { facts, current };
  };
  return {
    async get({ id, asOf }: Asked, context: QueryContext): Promise<Document> {
      const { facts, current } = await find(id, context);
      const document = asOf === undefined ? current : records.documentOf(facts, asOf);
      if (!document) throw notFound(`There was no ${what} ${current.number} at ${asOf}. Ask for a later instant.`);
      return document;
    },
    async history({ id: name }: Asked, context: QueryContext) {
      const { facts, current } = await find(name, context);
      const items: HistoryEntry[] = facts.map((fact) => historyEntry(fact as never));
      return { id: current.id, number: current.number, items };
    },
  };
}

export const oneProblem = shown('problem', problemRecords);
export const oneTrend = shown('trend', trendRecords);
