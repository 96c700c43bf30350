import type { HistoryEntry } from '@opsledger/contracts';
import type { DomainEvent } from '@opsledger/event-store';
import { notFound } from '../problems/problems';
import type { QueryContext } from '../service/service-definition';
import { historyEntry } from './history-entry';
import type { RecordReader } from './record-reader';
import { WrittenRecord } from './written-record';

/** Which record is asked for, by id or number, and perhaps as it was. */
export interface NamedRecord {
  readonly id: string;
  readonly asOf?: string;
}

interface Numbered {
  readonly id: string;
  readonly number: string;
}

/** The queries for one record that everybody who may ask sees whole. */
export interface RecordQueries<Document extends object> {
  /** The record now, or as it was. */
  get(named: NamedRecord, context: QueryContext): Promise<WrittenRecord<Document>>;
  /** Fact by fact. */
  history(
    named: Pick<NamedRecord, 'id'>,
    context: QueryContext,
  ): Promise<Numbered & { readonly items: readonly HistoryEntry[] }>;
}

/**
 * How records of one kind are asked for. Those that some may not see, or see in part, have queries of their own.
 *
 * @param what the kind in words, for whoever names a record that is not there
 */
export function recordQueries<Document extends Numbered, Event extends DomainEvent>(
  what: string,
  records: RecordReader<Document, Event>,
): RecordQueries<Document> {
  const find = async (name: string, context: QueryContext) => {
    const facts = await records.factsNamed(name, context);
    const current = records.documentOf(facts);
    if (!current) throw notFound(`There is no ${what} ${name}. Check the id or number.`);
    return { facts, current };
  };
  return {
    async get({ id: name, asOf }, context) {
      const { facts, current } = await find(name, context);
      const document = asOf === undefined ? current : records.documentOf(facts, asOf);
      if (!document) throw notFound(`There was no ${what} ${current.number} at ${asOf}. Ask for a later instant.`);
      return new WrittenRecord(document);
    },
    async history({ id: name }, context) {
      const { facts, current } = await find(name, context);
      return { id: current.id, number: current.number, items: facts.map((fact) => historyEntry(fact as never)) };
    },
  };
}
