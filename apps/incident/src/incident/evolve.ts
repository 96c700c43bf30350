import type { IncidentEvent, MajorRole, Reference } from '@opsledger/contracts';
import type { Provenance } from '@opsledger/event-store';
import type {
  Details,
  Incident,
  KnownIncident,
  MajorIncident,
  Origin,
  Resolution,
  TracedEvent,
  WithdrawnIncident,
} from './incident-state';
import { isKnown, isSameLink } from './incident-state';

type DataOf<Type extends IncidentEvent['type']> = Extract<IncidentEvent, { type: Type }>['data'];
type Folds = {
  readonly [Type in IncidentEvent['type']]: (state: KnownIncident, data: DataOf<Type>) => KnownIncident;
};

const LOGGED_HERE: Origin = { batches: [], facts: null, workedOn: false, generation: 0, supersedings: [] };

/** Accepts every recorded fact in any order: imported history keeps to no life cycle but its own. */
export function evolve(state: Incident, event: TracedEvent): Incident {
  if (event.type === 'IncidentImportWithdrawn') return withdrawn(state, event.data);
  const before = isKnown(state) ? state : blank(state, event);
  const fold = folds[event.type] as ((state: KnownIncident, data: object) => KnownIncident) | undefined;
  const after = fold ? fold(before, event.data) : before;
  const origin = originAfter(after.origin, event);
  return origin === after.origin ? after : { ...after, origin };
}

function withdrawn(state: Incident, data: DataOf<'IncidentImportWithdrawn'>): WithdrawnIncident {
  const { keys, batch, retold, superseded = [] } = data;
  const before = state.status === 'unknown' ? LOGGED_HERE : state.origin;
  const batches = retold ? before.batches : before.batches.filter((name) => name !== batch);
  const standing = retold ? before.supersedings : before.supersedings.filter((one) => one.batch !== batch);
  const supersedings = superseded.length === 0 ? standing : [...standing, { batch, superseded, facts: before.facts }];
  const origin = { ...LOGGED_HERE, batches, supersedings, generation: before.generation + 1 };
  return { status: 'withdrawn', number: keys.number, origin };
}

function originAfter(origin: Origin, fact: TracedEvent): Origin {
  const provenance = fact.metadata?.imported ?? fact.imported;
  const { batches, facts, workedOn } = origin;
  if (!provenance && batches.length === 0) return origin;
  const isWork = !provenance && fact.metadata?.actor?.kind !== 'process';
  return {
    ...origin,
    batches: provenance ? told(batches, provenance) : batches,
    facts: { fact, earlier: facts },
    workedOn: workedOn || isWork,
  };
}

/** What is told again adds nothing to what its batch told; a batch that goes on builds on all that came before. */
const told = (batches: readonly string[], { batch, fact }: Provenance): readonly string[] =>
  fact !== undefined && batches.includes(batch) ? batches : [...batches.filter((name) => name !== batch), batch];

/** An incident whose first recorded fact is not its logging starts from what every fact carries. */
function blank(state: Exclude<Incident, KnownIncident>, { data: { keys } }: TracedEvent): KnownIncident {
  return {
    status: 'new',
    number: keys.number,
    origin: state.status === 'withdrawn' ? state.origin : LOGGED_HERE,
    details: {
      title: keys.number,
      description: null,
      caller: null,
      channel: 'other',
      category: keys.category,
      subcategory: null,
      service: keys.service,
      location: null,
      impact: 3,
      urgency: 3,
      priority: keys.priority,
      overridden: false,
      acknowledged: false,
      team: keys.team,
      person: null,
      reassignments: 0,
      resolutions: 0,
      watchers: [],
      links: [],
      workarounds: {},
      attachments: [],
      major: null,
      external: null,
    },
  };
}

const changed = (state: KnownIncident, changes: Partial<Details>): KnownIncident => ({
  ...state,
  details: { ...state.details, ...changes },
});

/** Same incident in another state: what only the old state had is left behind. */
const base = ({ number, details, origin }: KnownIncident, changes?: Partial<Details>) => ({
  number,
  details: changes ? { ...details, ...changes } : details,
  origin,
});

const same = (state: KnownIncident): KnownIncident => state;

const withoutPerson = (people: readonly Reference[], { id }: Reference): readonly Reference[] =>
  people.filter((person) => person.id !== id);

const NOT_MAJOR: MajorIncident = { state: 'candidate', roles: {}, nextUpdateDue: null, reviewed: false };

const major = (state: KnownIncident, changes: Partial<MajorIncident>): KnownIncident =>
  changed(state, { major: { ...(state.details.major ?? NOT_MAJOR), ...changes } });

function rolesAfter(roles: MajorIncident['roles'], role: MajorRole, person: Reference | null): MajorIncident['roles'] {
  const { [role]: _before, ...others } = roles;
  return person ? { ...others, [role]: person } : others;
}

/** Nobody waits for news of an incident that has ended. */
const clockStopped = (state: KnownIncident): KnownIncident =>
  state.details.major?.nextUpdateDue ? major(state, { nextUpdateDue: null }) : state;

function resolved(state: KnownIncident, { code, notes, resolution: count }: DataOf<'IncidentResolved'>): KnownIncident {
  const resolution: Resolution = { count, code, notes };
  return { status: 'resolved', ...base(clockStopped(state), { resolutions: count }), resolution };
}

const resolutionOf = (state: KnownIncident): Resolution | null => ('resolution' in state ? state.resolution : null);

const folds: Folds = {
  IncidentLogged: (state, data) =>
    changed(state, {
      title: data.title,
      description: data.description,
      caller: data.caller,
      channel: data.channel,
      category: data.keys.category,
      subcategory: data.subcategory,
      service: data.keys.service,
      location: data.location,
      impact: data.impact,
      urgency: data.urgency,
      priority: data.keys.priority,
      external: data.external,
    }),
  IncidentDescriptionRevised: (state, { title, description }) =>
    changed(state, { title: title.after, description: description.after }),
  IncidentCategorised: (state, { category, subcategory, service, location }) =>
    changed(state, {
      category: category.after,
      subcategory: subcategory.after,
      service: service.after,
      location: location.after,
    }),
  IncidentAssessed: (state, { impact, urgency, priority }) =>
    changed(state, { impact: impact.after, urgency: urgency.after, priority: priority.after }),
  IncidentPriorityOverridden: (state, { priority }) => changed(state, { priority: priority.after, overridden: true }),
  IncidentPriorityOverrideWithdrawn: (state, { priority }) =>
    changed(state, { priority: priority.after, overridden: false }),
  IncidentAcknowledged: (state, { automatic }) => (automatic ? state : changed(state, { acknowledged: true })),
  IncidentAssigned: (state, { assignment: { after }, reassignments }) =>
    changed(state, { team: after.team, person: after.person, reassignments }),
  IncidentEscalated: same,
  IncidentWorkStarted: (state) => ({ status: 'in_progress', ...base(state) }),
  IncidentPutOnHold: (state, { reason, resumeAt }) => ({
    status: 'on_hold',
    ...base(state),
    hold: { reason, resumeAt },
  }),
  IncidentHoldReasonChanged: (state, { reason, resumeAt }) => ({
    status: 'on_hold',
    ...base(state),
    hold: { reason: reason.after, resumeAt: resumeAt.after },
  }),
  IncidentResumed: (state) => ({ status: 'in_progress', ...base(state) }),
  IncidentCommented: same,
  IncidentWorkNoted: same,
  IncidentAttachmentLinked: (state, { url, name }) =>
    changed(state, { attachments: [...state.details.attachments.filter((it) => it.url !== url), { url, name }] }),
  IncidentAttachmentUnlinked: (state, { url }) =>
    changed(state, { attachments: state.details.attachments.filter((it) => it.url !== url) }),
  IncidentWatched: (state, { person }) =>
    changed(state, { watchers: [...withoutPerson(state.details.watchers, person), person] }),
  IncidentUnwatched: (state, { person }) => changed(state, { watchers: withoutPerson(state.details.watchers, person) }),
  IncidentLinked: (state, { kind, target }) => {
    const link = { kind, target };
    return state.details.links.some(isSameLink(link))
      ? state
      : changed(state, { links: [...state.details.links, link] });
  },
  IncidentUnlinked: (state, { kind, target }) => {
    const isGone = isSameLink({ kind, target });
    const workarounds = kind === 'problem' ? withoutWorkaround(state, target) : state.details.workarounds;
    return changed(state, { links: state.details.links.filter((link) => !isGone(link)), workarounds });
  },
  IncidentWorkaroundOffered: (state, { problem, workaroundRevision }) =>
    changed(state, { workarounds: { ...state.details.workarounds, [problem.id]: workaroundRevision } }),
  IncidentWorkaroundWithdrawn: (state, { problem }) =>
    changed(state, { workarounds: withoutWorkaround(state, problem) }),
  MajorIncidentProposed: (state) => major(state, { state: 'candidate' }),
  MajorIncidentAccepted: (state, { manager, nextUpdateDue }) =>
    major(state, {
      state: 'accepted',
      roles: rolesAfter(state.details.major?.roles ?? {}, 'incident_manager', manager),
      nextUpdateDue,
    }),
  MajorIncidentRejected: (state) => major(state, { state: 'rejected', nextUpdateDue: null }),
  MajorIncidentRoleAssigned: (state, { role, person }) =>
    major(state, { roles: rolesAfter(state.details.major?.roles ?? {}, role, person.after) }),
  MajorIncidentStatusUpdated: (state, { nextUpdateDue }) => major(state, { nextUpdateDue }),
  // One promise is missed once: until the next update nothing is due.
  MajorIncidentUpdateMissed: (state) => major(state, { nextUpdateDue: null }),
  MajorIncidentReviewed: (state) => major(state, { reviewed: true }),
  IncidentResolved: resolved,
  IncidentReopened: (state) => ({ status: 'in_progress', ...base(state) }),
  IncidentClosed: (state) => ({ status: 'closed', ...base(clockStopped(state)), resolution: resolutionOf(state) }),
  IncidentCanceled: (state) => ({ status: 'canceled', ...base(clockStopped(state)) }),
  IncidentSourceSlaStated: same,
  IncidentImportWithdrawn: same,
};

function withoutWorkaround({ details }: KnownIncident, { id }: Reference): Readonly<Record<string, number>> {
  const { [id]: _offered, ...others } = details.workarounds;
  return others;
}
