import {
  ENDED_STAGES,
  type CiKeys,
  type ConfigurationItemEvent,
  type FieldChanges,
  type ReconciliationEvent,
} from '@opsledger/contracts';
import { projection, type Recorded, type RowHandlers } from '@opsledger/event-sourcing';
import { ciFactsTable } from './ci-facts-table';
import { turning, type Turns } from './turns';

/** Everything reports need to know about one configuration item, in one row. */
export interface CiFact {
  readonly id: string;
  readonly number: string;
  readonly item: string;
  readonly class: string;
  readonly stage: string;
  readonly status: string;
  readonly environment: string | null;
  readonly team_id: string | null;
  readonly team: string | null;
  readonly serial_key: string | null;
  readonly name_key: string;
  readonly imported_only: boolean;
  readonly registered_at: string;
  readonly registered_batch: string | null;
  readonly there: Turns;
  readonly attributes: Readonly<Record<string, Turns>>;
  readonly confirmed_at: string;
  readonly stale: Turns;
}

/** Without news for so long an item is stale; as long as the configuration database takes unless told. */
export const STALE_DAYS = 60;
const STALE_MS = STALE_DAYS * 24 * 3_600_000;

type Planned = Extract<ReconciliationEvent, { type: 'ReconciliationPlanned' }>;
type Registered = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemRegistered' }>;
type Told = ConfigurationItemEvent | Planned;

const described = (keys: CiKeys) => ({
  number: keys.number,
  item: keys.name,
  class: keys.class,
  stage: keys.stage,
  status: keys.status,
  environment: keys.environment,
  team_id: keys.supportTeam?.id ?? null,
  team: keys.supportTeam?.name ?? null,
  serial_key: keys.serial?.trim().toUpperCase() ?? null,
  name_key: keys.name.trim().toLowerCase(),
});

/** There was news of it. */
function confirmed({ confirmed_at: before, stale }: CiFact, at: string): Pick<CiFact, 'confirmed_at' | 'stale'> {
  if (at <= before) return { confirmed_at: before, stale };
  const since = new Date(Date.parse(before) + STALE_MS).toISOString();
  return { confirmed_at: at, stale: since < at ? [...stale, since, at] : stale };
}

const isThere = (keys: CiKeys): boolean => !ENDED_STAGES.includes(keys.stage);

function registered(event: Recorded<Registered>): CiFact {
  const { subject, data, occurredAt } = event;
  const { keys, attributes, cause, external } = data;
  const values = Object.entries(attributes).filter(([, value]) => value !== null);
  return {
    id: subject,
    ...described(keys),
    imported_only: external !== undefined,
    registered_at: occurredAt,
    registered_batch: cause?.batch ?? null,
    there: turning([], isThere(keys), occurredAt),
    attributes: Object.fromEntries(values.map(([name]) => [name, [occurredAt]])),
    confirmed_at: occurredAt,
    stale: [],
  };
}

const ATTRIBUTE = 'attributes.';

function attributesAfter({ attributes }: CiFact, changes: FieldChanges, at: string): CiFact['attributes'] {
  const changed = Object.entries(changes).filter(([field]) => field.startsWith(ATTRIBUTE));
  if (changed.length === 0) return attributes;
  const after = changed.map(([field, { after: value }]) => {
    const name = field.slice(ATTRIBUTE.length);
    const before = Object.hasOwn(attributes, name) ? attributes[name]! : [];
    return [name, turning(before, value !== null && value !== undefined, at)] as const;
  });
  return { ...attributes, ...Object.fromEntries(after) };
}

/** What an imported record only named is registered, as far as reports go, when more becomes known of it. */
const madeKnown = (row: CiFact, { data, occurredAt }: Recorded<ConfigurationItemEvent>): Partial<CiFact> =>
  row.imported_only
    ? {
        imported_only: false,
        registered_at: occurredAt,
        registered_batch: ('cause' in data ? data.cause?.batch : undefined) ?? null,
      }
    : {};

function factAfter(row: CiFact | undefined, event: Recorded<ConfigurationItemEvent>): CiFact | undefined {
  if (event.type === 'ConfigurationItemRegistered') return registered(event as Recorded<Registered>);
  if (!row) return undefined;
  const { data, occurredAt } = event;
  const changes = 'changes' in data ? data.changes : {};
  return {
    ...row,
    ...described(data.keys),
    ...madeKnown(row, event),
    ...confirmed(row, occurredAt),
    there: turning(row.there, isThere(data.keys), occurredAt),
    attributes: attributesAfter(row, changes, occurredAt),
  };
}

const handlers = {
  ConfigurationItemRegistered: factAfter,
  ConfigurationItemRevised: factAfter,
  ConfigurationItemStageChanged: factAfter,
  ConfigurationItemStatusReported: factAfter,
  ConfigurationItemRelated: factAfter,
  ConfigurationItemUnrelated: factAfter,
  ConfigurationItemRestored: factAfter,
  ConfigurationItemWithdrawn: () => null,
  ReconciliationPlanned: (row, { occurredAt }) => row && { ...row, ...confirmed(row, occurredAt) },
} as RowHandlers<CiFact, Told>;

/** Items a batch found, or made; what a dry run found is no news. */
const foundBy = ({ data: { keys, rows } }: Recorded<Planned>): string[] =>
  keys.dryRun ? [] : [...new Set(rows.flatMap(({ itemId }) => (itemId === null ? [] : [itemId])))];

export const ciFacts = projection<CiFact, Told>({
  name: 'reporting-ci-facts',
  version: 1,
  patienceMs: 10_000,
  table: ciFactsTable,
  keys: (event) => {
    const told = event as Recorded<Told>;
    return told.type === 'ReconciliationPlanned' ? foundBy(told) : [told.subject];
  },
  handlers,
});
