import type {
  Channel,
  ExternalIdentity,
  HoldReason,
  IncidentEvent,
  IncidentKeys,
  IncidentState,
  Level,
  LinkKind,
  MajorRole,
  MajorState,
  Priority,
  Reference,
} from '@opsledger/contracts';
import type { Actor, Provenance } from '@opsledger/event-store';

interface Link {
  readonly kind: LinkKind;
  readonly target: Reference;
}

interface Hold {
  readonly reason: HoldReason;
  readonly resumeAt: string | null;
}

export interface Resolution {
  /** 1 for the first one, 2 after a reopening, … */
  readonly count: number;
  readonly code: string;
  readonly notes: string | null;
}

export interface MajorIncident {
  readonly state: MajorState;
  readonly roles: Readonly<Partial<Record<MajorRole, Reference>>>;
  readonly nextUpdateDue: string | null;
  readonly reviewed: boolean;
}

/** The facts of an imported record, the latest first: adding one costs the same however many there are. */
export interface FactTrail {
  readonly fact: TracedEvent;
  readonly earlier: FactTrail | null;
}

/** An event with what is recorded of it besides: in the log among its metadata, in a decision beside its data. */
export type TracedEvent = IncidentEvent & {
  readonly id?: string;
  readonly occurredAt?: string;
  readonly actor?: Actor;
  readonly imported?: Provenance;
  readonly metadata?: { readonly imported?: Provenance; readonly actor?: Actor };
};

/** Where the record came from. */
export interface Origin {
  /** Import batches that told of it, the one that told something new last at the end; none for an incident logged here. */
  readonly batches: readonly string[];
  /** All that is recorded since the first imported fact, or since it was told again. */
  readonly facts: FactTrail | null;
  /** Somebody has worked on it here since. */
  readonly workedOn: boolean;
  /** How often its facts were withdrawn: told again they get other event ids. */
  readonly generation: number;
  /** What was left out since, the latest last. */
  readonly supersedings: readonly Superseding[];
}

/** An import showed that something told before was not so. */
export interface Superseding {
  readonly batch: string;
  /** First ids of the facts that were left out. */
  readonly superseded: readonly string[];
  /** All that was recorded until then. */
  readonly facts: FactTrail | null;
}

/** What decisions need to know of an incident in any of its states. */
export interface Details {
  readonly title: string;
  readonly description: string | null;
  readonly caller: Reference | null;
  readonly channel: Channel;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly service: Reference | null;
  readonly location: string | null;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  readonly overridden: boolean;
  readonly acknowledged: boolean;
  readonly team: Reference | null;
  readonly person: Reference | null;
  readonly reassignments: number;
  readonly resolutions: number;
  readonly watchers: readonly Reference[];
  readonly links: readonly Link[];
  /** Revision of the workaround last offered, by id of the problem. */
  readonly workarounds: Readonly<Record<string, number>>;
  readonly attachments: readonly { readonly url: string; readonly name: string }[];
  readonly major: MajorIncident | null;
  readonly external: ExternalIdentity | null;
}

interface Identified {
  readonly number: string;
  readonly details: Details;
  readonly origin: Origin;
}

type NewIncident = Identified & { readonly status: 'new' };
type IncidentInProgress = Identified & { readonly status: 'in_progress' };
export type IncidentOnHold = Identified & { readonly status: 'on_hold'; readonly hold: Hold };
type ResolvedIncident = Identified & { readonly status: 'resolved'; readonly resolution: Resolution };
/** Imported history may close without a resolution. */
type ClosedIncident = Identified & { readonly status: 'closed'; readonly resolution: Resolution | null };
type CanceledIncident = Identified & { readonly status: 'canceled' };

export type OpenIncident = NewIncident | IncidentInProgress | IncidentOnHold;
export type KnownIncident = OpenIncident | ResolvedIncident | ClosedIncident | CanceledIncident;

/** Its import was undone: to everybody but an importer it is as if it had never been. */
export interface WithdrawnIncident {
  readonly status: 'withdrawn';
  readonly number: string;
  readonly origin: Origin;
}

export type Incident = { readonly status: 'unknown' } | WithdrawnIncident | KnownIncident;

export const isSameLink =
  (one: Link) =>
  (other: Link): boolean =>
    one.kind === other.kind && one.target.id === other.target.id;

export const isKnown = (state: Incident): state is KnownIncident =>
  state.status !== 'unknown' && state.status !== 'withdrawn';

export const isOpen = (state: KnownIncident): state is OpenIncident =>
  state.status === 'new' || state.status === 'in_progress' || state.status === 'on_hold';

export const isAcceptedMajor = ({ details }: KnownIncident): boolean => details.major?.state === 'accepted';

/** What readers group by, as it stands after an event that changes this much of it. */
export const keysOf = (
  { number, status, details: { priority, team, service, category } }: KnownIncident,
  changed?: Partial<IncidentKeys>,
): IncidentKeys => ({ number, state: status satisfies IncidentState, priority, team, service, category, ...changed });
