import { ImportIncident, incidentEvents } from '@opsledger/contracts';
import type { TSchema } from '@sinclair/typebox';
import type { HistoryFact } from '../../history';
import { atMost } from '../cells/text';

const FACT = ImportIncident.payload.properties.facts.items as unknown as TSchema;
const DATA: ReadonlyMap<string, TSchema> = new Map(incidentEvents.map(({ name, data }) => [name, data]));

/** Told of every text that was cut. */
type Cut = (path: readonly string[], length: number, kept: number) => void;

/** The fact with each text cut to what the contract lets its field hold; the cut shows in the text, and is marked. */
export function fitted(fact: HistoryFact): HistoryFact {
  const cuts: string[] = [];
  const cut: Cut = (path, length, kept) => {
    // What a field was before was told when it became that.
    if (path.includes('before')) return;
    const field = path.filter((part) => part !== 'after' && part !== 'name').join(' ');
    cuts.push(
      `The source gives ${length.toLocaleString('en')} characters as ${field}; cut to ${kept.toLocaleString('en')}.`,
    );
  };
  const data = fit(fact.data, DATA.get(fact.type)!, [], cut) as HistoryFact['data'];
  const by = fit(fact.by, FACT.properties.by, ['by'], cut) as HistoryFact['by'];
  if (data === fact.data && by === fact.by && !fact.contradiction) return fact;
  const contradiction = [fact.contradiction, ...cuts].filter(Boolean).join(' ');
  const { maxLength } = FACT.properties.contradiction;
  return {
    ...fact,
    data,
    by,
    ...(contradiction && { contradiction: atMost(maxLength, contradiction) }),
  } as HistoryFact;
}

/** The value itself when nothing in it is too long. */
function fit(value: unknown, schema: TSchema, path: readonly string[], cut: Cut): unknown {
  const own: TSchema = schema.anyOf?.find(({ type }: TSchema) => type !== 'null') ?? schema;
  if (typeof value === 'string') {
    const text = atMost(own.maxLength ?? Infinity, value);
    if (text !== value) cut(path, value.length, own.maxLength);
    return text;
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const fitting = fields.map(([name, field]) => fit(field, own.properties[name], [...path, name], cut));
  return fields.every(([, field], index) => field === fitting[index])
    ? value
    : Object.fromEntries(fields.map(([name], index) => [name, fitting[index]]));
}
