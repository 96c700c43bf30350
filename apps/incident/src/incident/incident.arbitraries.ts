import { HOLD_REASONS, incidentEvents, type IncidentEvent } from '@opsledger/contracts';
import fc from 'fast-check';
import { AGENT, CALLER, keys } from './incident.histories';

const level = fc.constantFrom(1, 2, 3);
const person = fc.constantFrom(CALLER, AGENT);
const none = fc.constant({});
const change = <T>(value: fc.Arbitrary<T>) => fc.record({ before: value, after: value });
const text = fc.constantFrom('a', 'b');
const maybeText = fc.option(text, { nil: null });
const maybePerson = fc.option(person, { nil: null });
const instant = fc.constantFrom('2026-03-02T12:00:00.000Z', '2016-02-29T01:16:00.000Z');
const priority = fc.constantFrom('P1', 'P4');
const hold = fc.constantFrom(...HOLD_REASONS);
const link = fc.record({ kind: fc.constantFrom('parent', 'child', 'problem'), target: person });

/** Data of every kind of fact, in no order and with no regard for the life cycle: as imports bring them. */
const saidBy: Readonly<Record<IncidentEvent['type'], fc.Arbitrary<object>>> = {
  IncidentLogged: fc.record({
    title: text,
    description: maybeText,
    caller: maybePerson,
    channel: fc.constant('other'),
    subcategory: maybeText,
    location: maybeText,
    impact: level,
    urgency: level,
    matrixVersion: fc.constant(0),
    loggedByTeam: maybePerson,
    external: fc.constant({ source: 's', number: 'n' }),
  }),
  IncidentDescriptionRevised: fc.record({ title: change(text), description: change(maybeText) }),
  IncidentCategorised: fc.record({
    category: change(maybeText),
    subcategory: change(maybeText),
    service: change(maybePerson),
    location: change(maybeText),
  }),
  IncidentAssessed: fc.record({
    impact: change(level),
    urgency: change(level),
    priority: change(priority),
    matrixVersion: fc.constant(0),
  }),
  IncidentPriorityOverridden: fc.record({ priority: change(priority), reason: text }),
  IncidentPriorityOverrideWithdrawn: fc.record({ priority: change(priority) }),
  IncidentAcknowledged: fc.record({ automatic: fc.boolean() }),
  IncidentAssigned: fc.record({
    assignment: change(fc.record({ team: maybePerson, person: maybePerson })),
    reassignments: fc.nat(5),
  }),
  IncidentEscalated: fc.record({ kind: fc.constant('functional'), to: maybePerson, reason: text }),
  IncidentWorkStarted: none,
  IncidentPutOnHold: fc.record({ reason: hold, note: maybeText, resumeAt: fc.option(instant, { nil: null }) }),
  IncidentHoldReasonChanged: fc.record({
    reason: change(hold),
    note: maybeText,
    resumeAt: change(fc.option(instant, { nil: null })),
  }),
  IncidentResumed: fc.record({ heldFor: hold, because: fc.constant('manual') }),
  IncidentCommented: fc.record({ body: text, byCaller: fc.boolean() }),
  IncidentWorkNoted: fc.record({ body: text }),
  IncidentAttachmentLinked: fc.record({ url: text, name: text }),
  IncidentAttachmentUnlinked: fc.record({ url: text }),
  IncidentWatched: fc.record({ person }),
  IncidentUnwatched: fc.record({ person }),
  IncidentLinked: link,
  IncidentUnlinked: link,
  IncidentWorkaroundOffered: fc.record({
    problem: person,
    workaround: text,
    workaroundRevision: fc.integer({ min: 1, max: 3 }),
  }),
  IncidentWorkaroundWithdrawn: fc.record({
    problem: person,
    reason: text,
    workaroundRevision: fc.integer({ min: 1, max: 3 }),
  }),
  MajorIncidentProposed: fc.record({ justification: text }),
  MajorIncidentAccepted: fc.record({ manager: person, nextUpdateDue: instant }),
  MajorIncidentRejected: fc.record({ reason: text }),
  MajorIncidentRoleAssigned: fc.record({ role: fc.constant('scribe'), person: change(maybePerson) }),
  MajorIncidentStatusUpdated: fc.record({
    message: text,
    nextUpdateDue: fc.option(instant, { nil: null }),
    due: fc.option(instant, { nil: null }),
    onTime: fc.boolean(),
  }),
  MajorIncidentUpdateMissed: fc.record({ due: instant }),
  MajorIncidentReviewed: fc.record({ summary: text, causes: maybeText, actions: fc.constant([]) }),
  IncidentResolved: fc.record({
    code: text,
    notes: maybeText,
    knowledge: maybePerson,
    withParent: maybePerson,
    resolution: fc.integer({ min: 1, max: 5 }),
  }),
  IncidentReopened: fc.record({ reason: text }),
  IncidentClosed: fc.record({ automatic: fc.boolean() }),
  IncidentCanceled: fc.record({ reason: text }),
  IncidentSourceSlaStated: fc.record({ made: change(fc.option(fc.boolean(), { nil: null })) }),
  IncidentImportWithdrawn: fc.record({ batch: text, reason: maybeText }),
};

/** Any fact, whether or not it could follow. */
export const aFact: fc.Arbitrary<IncidentEvent> = fc
  .constantFrom(...incidentEvents.map(({ name }) => name))
  .chain((type) => saidBy[type].map((data) => ({ type, data: { keys: keys(), ...data } }) as IncidentEvent));
