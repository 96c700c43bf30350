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
  if (typeof value === 'string') return fitText(value, own.maxLength ?? Infinity, path, cut);
  if (Array.isArray(value)) {
    const fitting = value.map((one) => fit(one, own.items, path, cut));
    return value.every((one, index) => one === fitting[index]) ? value : fitting;
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const fitting = fields.map(
    ([name, field]) => [name, fit(field, own.properties[name], [...path, name], cut)] as const,
  );
  return fields.every(([, field], index) => field === fitting[index]![1]) ? value : Object.fromEntries(fitting);
}

function fitText(text: string, kept: number, path: readonly string[], cut: Cut): string {
  const fitting = atMost(kept, text);
  if (fitting !== text) cut(path, Array.from(text).length, kept);
  return fitting;
}
