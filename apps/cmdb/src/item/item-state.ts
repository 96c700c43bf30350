import type { CiIdentity, CiKeys, CiStage, CiStatus, Reference, RelationKind, StubOrigin } from '@opsledger/contracts';

/** A source's word on a field; null says that there is no value. */
interface Claim {
  readonly value: unknown;
}

/** What each source says of a field. */
export type Claims = Readonly<Record<string, Claim>>;

/** What a field's name is: `name`, `location`, … or `attributes.cpuCount`. */
export type Fields = Readonly<Record<string, unknown>>;

/** One period of a relation. */
export interface Relation {
  readonly kind: RelationKind;
  readonly target: Reference;
  readonly since: string;
  readonly until: string | null;
}

export interface KnownItem {
  readonly status: 'known';
  readonly number: string;
  readonly class: string;
  readonly stage: CiStage;
  readonly operation: CiStatus;
  /** Values in force; those without a value are left out. */
  readonly fields: Fields;
  /** By field. */
  readonly claims: Readonly<Record<string, Claims>>;
  readonly identities: readonly CiIdentity[];
  readonly relations: readonly Relation[];
  /** How it became known; `workedOn`: more is known than that an imported record names it. */
  readonly origin: StubOrigin;
  /** Counts what lists show of it; relations do not count. */
  readonly edition: number;
}

/** The reconciliation that brought it was undone: as if it had never been, save that its number is not used again. */
interface WithdrawnItem {
  readonly status: 'withdrawn';
  readonly number: string;
  readonly edition: number;
}

export type Item = { readonly status: 'unknown' } | WithdrawnItem | KnownItem;

export const isKnown = (state: Item): state is KnownItem => state.status === 'known';

/** Class of items of which no class is known. */
export const UNCLASSIFIED = 'configuration_item';

const ATTRIBUTES = 'attributes.';

export const attributesOf = (fields: Fields): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) =>
      field.startsWith(ATTRIBUTES) ? [[field.slice(ATTRIBUTES.length), value]] : [],
    ),
  );

/** Fields of what a person or a source says; what is left out is not spoken of. */
export const fieldsOf = ({
  attributes,
  ...described
}: {
  readonly attributes?: object;
  readonly [field: string]: unknown;
}): Fields =>
  Object.fromEntries([
    ...Object.entries(described).filter(([, value]) => value !== undefined),
    ...Object.entries(attributes ?? {}).map(([name, value]) => [`${ATTRIBUTES}${name}`, value] as const),
  ]);

/** Without those of which it is said that nothing is known: an item begins with what is. */
export const onlyKnown = <Value>(fields: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const DESCRIBED = ['criticality', 'environment', 'location', 'serial', 'owner', 'ownerTeam', 'supportTeam'] as const;

type Describable = Pick<KnownItem, 'number' | 'class' | 'stage' | 'operation' | 'fields'>;

/** What readers group by, as it stands. */
export function keysOf({ number, class: its, stage, operation, fields }: Describable): CiKeys {
  const described = Object.fromEntries(DESCRIBED.map((field) => [field, fields[field] ?? null]));
  return { number, name: fields.name, class: its, stage, status: operation, ...described } as CiKeys;
}
