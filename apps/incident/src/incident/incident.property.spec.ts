import { CHANNELS, HOLD_REASONS, incidentContracts, type IncidentEvent } from '@opsledger/contracts';
import { Refusal, type Command } from '@opsledger/event-sourcing';
import fc from 'fast-check';
import { incident } from './incident';
import { aFact } from './incident.arbitraries';
import { isKnown, type Incident } from './incident-state';
import { AGENT, CALLER, NETWORK, NUMBER, OTHER, SERVICE_DESK, command } from './incident.histories';

const LATER = '2026-03-02T12:00:00.000Z';
const level = fc.constantFrom(1, 2, 3);
const reason = fc.constant({ reason: 'because' });
const person = fc.constantFrom(CALLER, AGENT);
const none = fc.constant({});

/** Commands as the gateway lets them through, with what their lookups may answer. */
const orders: Readonly<Record<string, fc.Arbitrary<object>>> = {
  AcknowledgeIncident: fc.record({ automatic: fc.boolean() }),
  AssignIncident: fc.record({ teamId: fc.constantFrom(NETWORK.id, SERVICE_DESK.id) }),
  StartIncident: none,
  PutIncidentOnHold: fc.record({
    reason: fc.constantFrom(...HOLD_REASONS),
    resumeAt: fc.constantFrom(undefined, LATER),
  }),
  ChangeHoldReason: fc.record({
    reason: fc.constantFrom(...HOLD_REASONS),
    resumeAt: fc.constantFrom(undefined, null, LATER),
  }),
  ResumeIncident: none,
  ResumeHeldIncident: fc.constant({ resumeAt: LATER }),
  AssessIncident: fc.record({ impact: level, urgency: level }),
  OverrideIncidentPriority: fc.record({ priority: fc.constantFrom('P1', 'P3', 'P5'), reason: fc.constant('so') }),
  WithdrawPriorityOverride: none,
  CategoriseIncident: fc.record({ category: fc.constantFrom(null, 'network', 'printer') }),
  ReviseIncidentDescription: fc.record({ title: fc.constantFrom('Fire', 'Smoke') }),
  EscalateIncident: fc.constant({ kind: 'functional', reason: 'stuck' }),
  CommentOnIncident: fc.constant({ body: 'Any news?' }),
  AddWorkNote: fc.constant({ body: 'None.' }),
  LinkAttachment: fc.constant({ url: 'https://example.org/a', name: 'a' }),
  UnlinkAttachment: fc.constant({ url: 'https://example.org/a' }),
  WatchIncident: fc.record({ person }),
  UnwatchIncident: none,
  LinkIncident: fc.record({ kind: fc.constantFrom('parent', 'duplicate_of', 'problem'), target: fc.constant(OTHER) }),
  UnlinkIncident: fc.record({ kind: fc.constantFrom('parent', 'duplicate_of'), targetId: fc.constant(OTHER.id) }),
  NoteChildIncident: fc.constant({ child: OTHER }),
  ForgetChildIncident: fc.constant({ child: OTHER }),
  NoteWorkaround: fc.record({
    problem: fc.constant(OTHER),
    workaround: fc.constant('Restart it.'),
    workaroundRevision: fc.integer({ min: 1, max: 3 }),
  }),
  ForgetWorkaround: fc.record({
    problem: fc.constant(OTHER),
    workaroundRevision: fc.integer({ min: 1, max: 3 }),
    reason: fc.constant('It burns.'),
  }),
  ResolveIncident: fc.record({ code: fc.constantFrom('fixed', 'duplicate'), notes: fc.constant('Done.') }),
  ResolveChildIncident: fc.constant({ parent: OTHER }),
  ReopenIncident: reason,
  CloseIncident: none,
  CloseResolvedIncident: fc.record({ resolution: fc.integer({ min: 1, max: 3 }) }),
  CancelIncident: reason,
  ProposeMajorIncident: fc.constant({ justification: 'big' }),
  AcceptMajorIncident: none,
  RejectMajorIncident: reason,
  AssignMajorIncidentRole: fc.record({
    role: fc.constantFrom('scribe', 'incident_manager'),
    person: fc.constantFrom(null, AGENT),
  }),
  UpdateMajorIncidentStatus: fc.record({
    message: fc.constant('Working.'),
    nextUpdateDue: fc.constantFrom(undefined, null, LATER),
  }),
  ReportMissedMajorUpdate: fc.constantFrom({ due: LATER }, { due: '2026-03-02T09:30:00.000Z' }),
  ReviewMajorIncident: fc.constant({ summary: 'Learned.' }),
  WithdrawImportedIncident: fc.constant({ batch: 'b' }),
};

const actors = fc.constantFrom({ ...AGENT, kind: 'person' as const }, { ...CALLER, kind: 'person' as const });
const teams = new Map([NETWORK, SERVICE_DESK].map((team) => [team.id, team]));

const aCommand: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom(...Object.keys(orders)), actors, fc.constantFrom('new', 'resolved'))
  .chain(([type, actor, state]) =>
    orders[type]!.map((data) =>
      command(type, data, {
        actor,
        lookups: {
          membership: { team: teams.get((data as { teamId: string }).teamId) ?? null, person: null, member: false },
          target: { reference: OTHER, state, leadsTo: [] },
          resolution: state === 'resolved' ? { code: 'fixed', notes: null } : null,
        },
      }),
    ),
  );

const logging = fc
  .record({ impact: level, urgency: level, channel: fc.constantFrom(...CHANNELS) })
  .map((data) =>
    command(
      'LogIncident',
      { title: 'Fire', caller: CALLER, ...data },
      { lookups: { number: NUMBER, caller: CALLER, loggedByTeam: null, followUpOf: null } },
    ),
  );

/** Facts, or none because the command was refused; anything else that is thrown fails the spec. */
function decided(state: Incident, given: Command): readonly IncidentEvent[] {
  try {
    return [incident.decisions[given.type]!(given, state)].flat();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

test('the generated commands are all there are, but logging and import', () => {
  const all = incidentContracts.commands.filter(({ category }) => category === 'incident').map(({ name }) => name);
  expect(Object.keys(orders).sort()).toEqual(
    all.filter((it) => it !== 'LogIncident' && it !== 'ImportIncident').sort(),
  );
});

test('whatever people and processes ask for, in any order: no rule is broken', () => {
  fc.assert(
    fc.property(logging, fc.array(aCommand, { maxLength: 60 }), (first, commands) => {
      let state = incident.initial;
      for (const given of [first, ...commands]) {
        const before = state;
        const facts = decided(before, given);
        for (const fact of facts) {
          state = incident.evolve(state, fact);
          if (!isKnown(state)) throw new Error('A command withdrew what was logged here.');
          // What a fact says about the incident after it is what the fold makes of it.
          const { number, status, details } = state;
          expect(fact.data.keys).toEqual({
            number,
            state: status,
            priority: details.priority,
            team: details.team,
            service: details.service,
            category: details.category,
          });
        }
        expectConsistent(before, state);
        // The same order once more changes nothing that it did not change already, and never fails.
        decided(state, given);
      }
    }),
    { numRuns: 200 },
  );
});

function expectConsistent(before: Incident, after: Incident): void {
  if (!isKnown(after)) throw new Error('It was logged.');
  const { details } = after;
  expect(details.reassignments).toBeGreaterThanOrEqual(0);
  if (after.status === 'resolved') {
    expect(after.resolution.code).toBeTruthy();
    expect(after.resolution.count).toBe(details.resolutions);
  }
  expect(details.links.filter(({ kind }) => kind === 'parent').length).toBeLessThanOrEqual(1);
  expect(details.links.filter(({ kind }) => kind === 'duplicate_of').length).toBeLessThanOrEqual(1);
  if (after.status === 'closed' && details.major?.state === 'accepted') expect(details.major.reviewed).toBe(true);
  if (after.status !== 'new' && after.status !== 'in_progress' && after.status !== 'on_hold')
    expect(
      isKnown(before) && before.status === after.status ? null : (details.major?.nextUpdateDue ?? null),
    ).toBeNull();
  if (!isKnown(before)) return;
  expect(details.reassignments).toBeGreaterThanOrEqual(before.details.reassignments);
  expect(details.resolutions).toBeGreaterThanOrEqual(before.details.resolutions);
  expect(after.number).toBe(before.number);
  if (before.status === 'closed' || before.status === 'canceled') expect(after.status).toBe(before.status);
}

test('the fold takes every fact in any order', () => {
  fc.assert(
    fc.property(fc.array(aFact, { maxLength: 40 }), (facts) => {
      const state = facts.reduce(incident.evolve, incident.initial);
      expect(facts.length === 0 || state.status !== 'unknown').toBe(true);
      if (isKnown(state)) expect(state.number).toBe(NUMBER);
    }),
    { numRuns: 200 },
  );
});
