import { MADE_HERE, type ConfigurationItemEvent, type OriginFact } from '@opsledger/contracts';
import { MANUAL, stating } from './claims';
import { fieldsOf, onlyKnown, type Item, type KnownItem, type Relation } from './item-state';

type DataOf<Type extends ConfigurationItemEvent['type']> = Extract<ConfigurationItemEvent, { type: Type }>['data'];

/** Accepts every recorded fact. */
export function evolve(state: Item, event: ConfigurationItemEvent): Item {
  const after = described(state, event);
  return after.status === 'known' ? { ...after, origin: originAfter(after, event) } : after;
}

/** Whatever is stated after an import named it, by people or sources, makes more of it. */
function originAfter({ origin }: KnownItem, event: ConfigurationItemEvent): KnownItem['origin'] {
  if (event.type !== 'ConfigurationItemRegistered') {
    return origin.external === null || origin.workedOn ? origin : { ...origin, workedOn: true };
  }
  const { external, cause } = event.data as OriginFact['data'] & { cause: { batch: string } | null };
  return external && cause ? { ...MADE_HERE, external, batch: cause.batch } : MADE_HERE;
}

function described(state: Item, event: ConfigurationItemEvent): Item {
  const { number } = event.data.keys;
  if (event.type === 'ConfigurationItemRegistered') return registered(event.data);
  if (event.type === 'ConfigurationItemWithdrawn') return { status: 'withdrawn', number, edition: event.data.edition };
  const before = state.status === 'known' ? state : blank(event.data.keys);
  switch (event.type) {
    case 'ConfigurationItemRevised': {
      const { cause, edition, identities } = event.data;
      const { class: its } = event.data.keys;
      return {
        ...stating(before, cause?.source ?? MANUAL, event.data),
        class: its,
        edition,
        identities: identities.after,
      };
    }
    case 'ConfigurationItemRestored': {
      const { source, edition, identities } = event.data;
      return { ...stating(before, source, event.data), edition, identities: identities.after };
    }
    case 'ConfigurationItemStageChanged':
      return { ...before, stage: event.data.stage.after, edition: event.data.edition };
    case 'ConfigurationItemStatusReported':
      return { ...before, operation: event.data.status.after, edition: event.data.edition };
    case 'ConfigurationItemRelated':
      return { ...before, relations: related(before.relations, event.data) };
    case 'ConfigurationItemUnrelated':
      return { ...before, relations: unrelated(before.relations, event.data) };
    default:
      return event satisfies never;
  }
}

const samePeriod = (one: Omit<Relation, 'until'>, other: Omit<Relation, 'until'>): boolean =>
  one.kind === other.kind && one.target.id === other.target.id && one.since === other.since;

const related = (relations: readonly Relation[], { kind, target, since }: Omit<Relation, 'until'>): Relation[] => [
  ...relations.filter((one) => !samePeriod(one, { kind, target, since })),
  { kind, target, since, until: null },
];

const unrelated = (relations: readonly Relation[], ended: DataOf<'ConfigurationItemUnrelated'>): Relation[] =>
  relations.map((one) => (samePeriod(one, ended) ? { ...one, until: ended.until } : one));

function registered({
  keys,
  edition,
  description,
  attributes,
  identities,
  cause,
}: DataOf<'ConfigurationItemRegistered'>): KnownItem {
  const { number, class: its, stage, status: operation, ...described } = keys;
  const fields = onlyKnown(fieldsOf({ ...described, description, attributes }));
  const source = cause?.source ?? MANUAL;
  const claims = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { [source]: { value } }]));
  return {
    status: 'known',
    number,
    class: its,
    stage,
    operation,
    fields,
    claims,
    identities,
    relations: [],
    origin: MADE_HERE,
    edition,
  };
}

/** An item whose first recorded fact is not its registration starts from what every fact carries. */
const blank = (keys: DataOf<'ConfigurationItemRelated'>['keys']): KnownItem =>
  registered({ keys, edition: 1, description: null, attributes: {}, identities: [], cause: null });
