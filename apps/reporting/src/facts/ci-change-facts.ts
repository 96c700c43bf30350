import {
  CI_CHANGED_PARTS,
  LIVE_STAGES,
  type CiChangedPart,
  type CiStage,
  type ConfigurationItemEvent,
  type FieldChanges,
  type Reference,
} from '@opsledger/contracts';
import { projection, type Recorded } from '@opsledger/event-sourcing';
import { ciChangeFactsTable } from './ci-change-facts-table';

/** One change seen on a configuration item: what a person did at once, or what a batch of sources said of a part of it. */
export interface CiChangeFact {
  readonly id: string;
  readonly item_id: string;
  readonly number: string;
  readonly item: string;
  readonly class: string;
  readonly environment: string | null;
  readonly team_id: string | null;
  readonly team: string | null;
  readonly part: CiChangedPart;
  readonly fields: readonly string[];
  readonly other_ids: readonly string[];
  readonly changed_at: string;
  readonly source: string | null;
  readonly batch: string | null;
  readonly by_id: string;
  readonly by: string;
  readonly change_id: string | null;
  readonly change: string | null;
  readonly live: boolean;
  readonly taken_back: boolean;
}

type Restored = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemRestored' }>;
type Withdrawn = Extract<ConfigurationItemEvent, { type: 'ConfigurationItemWithdrawn' }>;
type Changing = Exclude<ConfigurationItemEvent, Restored | Withdrawn | { type: 'ConfigurationItemRegistered' }>;

interface Seen {
  readonly part: CiChangedPart;
  readonly fields: readonly string[];
  readonly others?: readonly string[];
  /** Stage it left, when it did. */
  readonly from?: CiStage;
}

function seenIn({ type, data }: Changing): Seen {
  switch (type) {
    case 'ConfigurationItemRevised':
      return { part: 'attributes', fields: Object.keys(data.changes as FieldChanges) };
    case 'ConfigurationItemStageChanged':
      return { part: 'stage', fields: ['stage'], from: data.stage.before };
    case 'ConfigurationItemStatusReported':
      return { part: 'status', fields: ['status'] };
    case 'ConfigurationItemRelated':
    case 'ConfigurationItemUnrelated':
      return { part: 'relations', fields: [data.kind], others: [data.target.id] };
    default:
      return type satisfies never;
  }
}

const ofBatch = (item: string, batch: string, part: CiChangedPart): string => `${item} ${batch} ${part}`;
const both = (ones: readonly string[] = [], others: readonly string[]): string[] => [...new Set([...ones, ...others])];
const isLive = (stage: CiStage | undefined): boolean => stage !== undefined && LIVE_STAGES.includes(stage);

/** A relation that ended when it began: the batch that stated it was undone. */
const neverWas = ({ type, data }: Recorded<Changing>): boolean =>
  type === 'ConfigurationItemUnrelated' && data.cause !== null && data.until === data.since;

const named = <Name extends string>(name: Name, record: Reference | null | undefined) =>
  ({ [`${name}_id`]: record?.id ?? null, [name]: record?.name ?? null }) as Record<Name | `${Name}_id`, string | null>;

function factAfter(before: CiChangeFact | undefined, event: Recorded<Changing>, id: string): CiChangeFact {
  const { part, fields, others = [], from } = seenIn(event as Changing);
  const { keys, cause } = event.data;
  const { actor } = event.metadata;
  return {
    id,
    item_id: event.subject,
    number: keys.number,
    item: keys.name,
    class: keys.class,
    environment: keys.environment,
    ...named('team', keys.supportTeam),
    part,
    fields: both(before?.fields, fields),
    other_ids: both(before?.other_ids, others),
    changed_at: before?.changed_at ?? event.occurredAt,
    source: cause?.source ?? null,
    batch: cause?.batch ?? null,
    by_id: actor.id,
    by: actor.name,
    ...named('change', 'change' in event.data ? event.data.change : null),
    live: isLive(keys.stage) || isLive(from),
    taken_back: before?.taken_back === true || neverWas(event),
  };
}

/** A batch that was undone: what it said is no longer a change of the item. */
const takenBack = (before: CiChangeFact | undefined): CiChangeFact | undefined =>
  before && { ...before, taken_back: true };

export const ciChangeFacts = projection<CiChangeFact, ConfigurationItemEvent>({
  name: 'reporting-ci-change-facts',
  version: 1,
  patienceMs: 10_000,
  table: ciChangeFactsTable,
  keys: (event) => {
    const told = event as Recorded<ConfigurationItemEvent>;
    if (told.type === 'ConfigurationItemRestored' || told.type === 'ConfigurationItemWithdrawn')
      return CI_CHANGED_PARTS.map((part) => ofBatch(told.subject, told.data.batch, part));
    const { part, fields } = seenIn(told as Changing);
    const batch = (told as Recorded<Changing>).data.cause?.batch;
    if (fields.length === 0) return [];
    return [batch === undefined ? told.id : ofBatch(told.subject, batch, part)];
  },
  handlers: {
    ConfigurationItemRevised: factAfter,
    ConfigurationItemStageChanged: factAfter,
    ConfigurationItemStatusReported: factAfter,
    ConfigurationItemRelated: factAfter,
    ConfigurationItemUnrelated: factAfter,
    ConfigurationItemRestored: takenBack,
    ConfigurationItemWithdrawn: () => null,
  },
});
