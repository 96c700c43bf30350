import type {
  Level,
  Priority,
  ProblemKeys,
  ProblemLinkKind,
  Reference,
  RootCauseCategory,
  StubOrigin,
} from '@opsledger/contracts';

interface Link {
  readonly kind: ProblemLinkKind;
  readonly target: Reference;
}

export interface RootCause {
  readonly rootCause: string;
  readonly rootCauseCategory: RootCauseCategory;
}

interface Workaround {
  readonly text: string;
  /** 1 for the first, 2 for its revision, … */
  readonly revision: number;
}

/** What decisions need to know of a problem in any of its states. */
export interface Details {
  readonly title: string;
  readonly description: string | null;
  readonly category: string | null;
  readonly service: Reference | null;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  readonly team: Reference | null;
  readonly person: Reference | null;
  /** Of a problem that came back: what was believed before. */
  readonly rootCause: RootCause | null;
  readonly workaround: Workaround | null;
  /** Of the last workaround there was, withdrawn or not. */
  readonly workaroundRevision: number;
  readonly links: readonly Link[];
  readonly resolutions: number;
  readonly recurrences: number;
}

interface Identified {
  readonly number: string;
  readonly origin: StubOrigin;
  readonly details: Details;
}

type Known<Status> = Identified & { readonly status: Status };
/** The root cause of a problem in these states is known. */
type WithCause<Status> = Known<Status> & { readonly rootCause: RootCause };

type OpenProblem = Known<'logged'> | Known<'investigating'> | WithCause<'root_cause_found'> | WithCause<'fix_pending'>;
export type KnownProblem = OpenProblem | Known<'resolved'> | Known<'closed'>;
/** The import that brought it was undone; its number is not used again. */
interface WithdrawnProblem {
  readonly status: 'withdrawn';
  readonly number: string;
  readonly origin: StubOrigin;
}
export type ProblemRecord = { readonly status: 'unknown' } | WithdrawnProblem | KnownProblem;

export const isKnown = (state: ProblemRecord): state is KnownProblem =>
  state.status !== 'unknown' && state.status !== 'withdrawn';

export const hasLink = ({ details }: KnownProblem, kind: ProblemLinkKind, id: string): boolean =>
  details.links.some((link) => link.kind === kind && link.target.id === id);

/** What readers group by, as it stands after an event that changes this much of it. */
export const keysOf = ({ number, status, details }: KnownProblem, changed?: Partial<ProblemKeys>): ProblemKeys => ({
  number,
  state: status,
  priority: details.priority,
  team: details.team,
  service: details.service,
  category: details.category,
  knownError: details.workaround !== null,
  ...changed,
});
