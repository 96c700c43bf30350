import { isRecordId, type HistoryEntry, type LinkedRecord, type LinkedRecordKind } from '@opsledger/contracts';
import { Problem, notFound, type QueryContext } from '@opsledger/service-kit';
import { RECORD_KINDS, kindNumbered, nameOf, sourceOf, type Named, type RecordKindSource } from './record-kinds';

/** A record with every fact of it that the asking person may see. */
export interface ToldRecord {
  readonly id: string;
  readonly name: string;
  readonly record: LinkedRecordKind;
  readonly items: readonly HistoryEntry[];
}

/** Asks the record's own service, in the name of whoever asks: nobody sees more here than there. */
async function ask(source: RecordKindSource, name: string, context: QueryContext): Promise<ToldRecord | undefined> {
  const { actor, roles, position } = context;
  try {
    const told = (await context.services.query({
      service: source.service,
      type: source.history,
      params: { id: name },
      actor,
      roles,
      position,
    })) as Named & Pick<ToldRecord, 'id' | 'items'>;
    return { id: told.id, name: nameOf(told), record: source.record, items: told.items };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}

export const toldBy = (
  record: LinkedRecordKind,
  name: string,
  context: QueryContext,
): Promise<ToldRecord | undefined> => {
  const source = sourceOf(record);
  return source ? ask(source, name, context) : Promise.resolve(undefined);
};

/**
 * A record of any service by id or number.
 *
 * @throws Problem 404 when no service knows it
 */
export async function findSubject(name: string, context: QueryContext): Promise<ToldRecord> {
  const numbered = kindNumbered(name);
  const candidates = numbered ? [numbered] : isRecordId(name) ? RECORD_KINDS : [];
  const told = await Promise.all(candidates.map((source) => ask(source, name, context)));
  const found = told.find((one) => one !== undefined);
  if (!found) throw notFound(`No service knows a record ${name}. Check the id or number.`);
  return found;
}

export const referenceTo = ({ id, name, record }: ToldRecord): LinkedRecord => ({ id, name, record });
