import {
  MADE_HERE,
  originAfter,
  withdrawnOrigin,
  type OriginFact,
  type ProblemEvent,
  type StubOrigin,
} from '@opsledger/contracts';
import { isKnown, type Details, type KnownProblem, type ProblemRecord, type RootCause } from './problem-state';

type DataOf<Type extends ProblemEvent['type']> = Extract<ProblemEvent, { type: Type }>['data'];
type Folds = {
  readonly [Type in ProblemEvent['type']]: (state: KnownProblem, data: DataOf<Type>) => KnownProblem;
};

/** Accepts every recorded fact in any order. */
export function evolve(state: ProblemRecord, event: ProblemEvent): ProblemRecord {
  if (event.type === 'ProblemImportWithdrawn')
    return { status: 'withdrawn', number: event.data.keys.number, origin: withdrawnOrigin(originOf(state)) };
  const before = isKnown(state) ? state : blank(event, originOf(state));
  const fold = folds[event.type] as ((state: KnownProblem, data: object) => KnownProblem) | undefined;
  const after = fold ? fold(before, event.data) : before;
  const origin = originAfter(after.origin, event as OriginFact);
  return origin === after.origin ? after : { ...after, origin };
}

const originOf = (state: ProblemRecord) => (state.status === 'unknown' ? MADE_HERE : state.origin);

const blank = ({ data: { keys } }: ProblemEvent, origin: StubOrigin): KnownProblem => ({
  status: 'logged',
  number: keys.number,
  origin,
  details: {
    title: keys.number,
    description: null,
    category: keys.category,
    service: keys.service,
    impact: 3,
    urgency: 3,
    priority: keys.priority,
    team: keys.team,
    person: null,
    rootCause: null,
    workaround: null,
    workaroundRevision: 0,
    links: [],
    resolutions: 0,
    recurrences: 0,
  },
});

const NOT_SAID: RootCause = { rootCause: 'Not said.', rootCauseCategory: 'unknown' };

const changed = (state: KnownProblem, changes: Partial<Details>): KnownProblem => ({
  ...state,
  details: { ...state.details, ...changes },
});

/** Same problem in another state: what only the old state had is left behind. */
const base = ({ number, origin, details }: KnownProblem, changes?: Partial<Details>) => ({
  number,
  origin,
  details: changes ? { ...details, ...changes } : details,
});

const same = (state: KnownProblem): KnownProblem => state;

function causeRevised(state: KnownProblem, rootCause: RootCause): KnownProblem {
  const after = changed(state, { rootCause });
  return 'rootCause' in after ? { ...after, rootCause } : after;
}

const folds: Folds = {
  ProblemLogged: (state, { keys, title, description, impact, urgency }) =>
    changed(state, {
      title,
      description,
      impact,
      urgency,
      priority: keys.priority,
      category: keys.category,
      service: keys.service,
    }),
  ProblemDescriptionRevised: (state, { title, description }) =>
    changed(state, { title: title.after, description: description.after }),
  ProblemCategorised: (state, { category, service }) =>
    changed(state, { category: category.after, service: service.after }),
  ProblemAssessed: (state, { impact, urgency, priority }) =>
    changed(state, { impact: impact.after, urgency: urgency.after, priority: priority.after }),
  ProblemAssigned: (state, { assignment: { after } }) => changed(state, { team: after.team, person: after.person }),
  ProblemInvestigationStarted: (state) => ({ status: 'investigating', ...base(state) }),
  ProblemInvestigationNoted: same,
  ProblemWhyAnswered: same,
  ProblemRootCauseFound: (state, { rootCause, rootCauseCategory }) => {
    const found = { rootCause, rootCauseCategory };
    return { status: 'root_cause_found', ...base(state, { rootCause: found }), rootCause: found };
  },
  ProblemRootCauseRevised: (state, { rootCause, rootCauseCategory }) =>
    causeRevised(state, { rootCause: rootCause.after, rootCauseCategory: rootCauseCategory.after }),
  ProblemWorkaroundRecorded: (state, { workaround, workaroundRevision }) =>
    changed(state, { workaround: { text: workaround, revision: workaroundRevision }, workaroundRevision }),
  ProblemWorkaroundWithdrawn: (state) => changed(state, { workaround: null }),
  ProblemFixPlanned: (state) => ({
    status: 'fix_pending',
    ...base(state),
    rootCause: state.details.rootCause ?? NOT_SAID,
  }),
  ProblemResolved: (state, { resolution }) => ({ status: 'resolved', ...base(state, { resolutions: resolution }) }),
  ProblemRecurred: (state, { recurrences }) => ({ status: 'investigating', ...base(state, { recurrences }) }),
  ProblemClosed: (state) => ({ status: 'closed', ...base(state) }),
  ProblemRiskAccepted: (state) => ({ status: 'closed', ...base(state) }),
  ProblemCanceled: (state) => ({ status: 'closed', ...base(state) }),
  ProblemLinked: (state, { kind, target }) =>
    changed(state, { links: [...withoutLink(state, kind, target.id), { kind, target }] }),
  ProblemUnlinked: (state, { kind, target }) => changed(state, { links: withoutLink(state, kind, target.id) }),
  ProblemImported: (state, { external }) => changed(state, { title: external.number }),
  ProblemImportWithdrawn: same,
};

const withoutLink = ({ details: { links } }: KnownProblem, kind: string, id: string) =>
  links.filter((link) => link.kind !== kind || link.target.id !== id);
