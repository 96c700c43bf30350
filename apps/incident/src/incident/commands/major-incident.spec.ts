import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  AGENT,
  CALLER,
  UPDATE_DUE,
  aClosedIncident,
  aLoggedIncident,
  aMajorIncident,
  accepted,
  command,
  keys,
  proposed,
  resolved,
  reviewed,
} from '../incident.histories';

const inProgress = keys({ state: 'in_progress' });
const rejected: IncidentEvent = { type: 'MajorIncidentRejected', data: { keys: keys(), reason: 'One desk only.' } };
const propose = command('ProposeMajorIncident', { justification: 'The whole floor is out.' });
const accept = (data: object = {}) => command('AcceptMajorIncident', data);
const reject = command('RejectMajorIncident', { reason: 'One desk only.' });
const update = (data: object = {}, options = {}) =>
  command('UpdateMajorIncidentStatus', { message: 'Working.', ...data }, options);
const updated = (changes: object): IncidentEvent =>
  ({
    type: 'MajorIncidentStatusUpdated',
    data: {
      keys: inProgress,
      message: 'Working.',
      nextUpdateDue: UPDATE_DUE,
      due: UPDATE_DUE,
      onTime: true,
      ...changes,
    },
  }) as IncidentEvent;

describe('candidate → accepted or rejected', () => {
  test('proposed, then accepted: somebody leads it and an update is promised', () => {
    given(incident, ...aLoggedIncident())
      .when(propose)
      .then(proposed);
    given(incident, ...aLoggedIncident(), proposed)
      .when(accept())
      .then(accepted);
    given(incident, ...aLoggedIncident(), proposed)
      .when(accept({ manager: CALLER, nextUpdateDue: '2026-03-02T11:00:00+01:00' }))
      .then({
        type: 'MajorIncidentAccepted',
        data: { keys: keys(), manager: CALLER, nextUpdateDue: '2026-03-02T10:00:00.000Z' },
      });
  });

  test('rejected, and proposed again', () => {
    given(incident, ...aLoggedIncident(), proposed)
      .when(reject)
      .then(rejected);
    given(incident, ...aLoggedIncident(), proposed, rejected)
      .when(propose)
      .then(proposed);
  });

  test('the same again is nothing', () => {
    given(incident, ...aLoggedIncident(), proposed)
      .when(propose)
      .thenNothing();
    given(incident, ...aLoggedIncident(), proposed, accepted)
      .when(accept())
      .thenNothing();
    given(incident, ...aLoggedIncident(), proposed, rejected)
      .when(reject)
      .thenNothing();
  });

  test('every other step is refused and says which are possible', () => {
    const refusal = given(incident, ...aLoggedIncident())
      .when(accept())
      .thenRefused('major-step-not-permitted');
    expect(refusal.facts).toEqual({ state: 'new', major: null, possible: ['propose'] });
    given(incident, ...aMajorIncident())
      .when(propose)
      .thenRefused('major-step-not-permitted');
    given(incident, ...aMajorIncident())
      .when(reject)
      .thenRefused('major-step-not-permitted');
    given(incident, ...aLoggedIncident(), proposed)
      .when(update())
      .thenRefused('major-step-not-permitted');
    given(incident, ...aClosedIncident())
      .when(propose)
      .thenRefused('incident-ended');
    given(incident, ...aLoggedIncident(), proposed)
      .when(accept({ nextUpdateDue: '2026-03-02T08:00:00Z' }))
      .thenRefused('update-time-passed');
  });
});

describe('roles', () => {
  const assign = (role: string, person: object | null) => command('AssignMajorIncidentRole', { role, person });

  test('are given, passed on and taken away', () => {
    given(incident, ...aMajorIncident())
      .when(assign('incident_manager', CALLER))
      .then({
        type: 'MajorIncidentRoleAssigned',
        data: { keys: inProgress, role: 'incident_manager', person: { before: AGENT, after: CALLER } },
      });
    given(incident, ...aMajorIncident())
      .when(assign('incident_manager', null))
      .then({
        type: 'MajorIncidentRoleAssigned',
        data: { keys: inProgress, role: 'incident_manager', person: { before: AGENT, after: null } },
      });
    given(incident, ...aMajorIncident())
      .when(assign('scribe', null))
      .thenNothing();
  });
});

describe('status updates', () => {
  test('on time, and the next promised', () => {
    given(incident, ...aMajorIncident())
      .when(update())
      .then(updated({}));
  });

  test('too late', () => {
    given(incident, ...aMajorIncident())
      .when(update({}, { now: '2026-03-02T09:31:00.000Z' }))
      .then(updated({ onTime: false, nextUpdateDue: '2026-03-02T10:01:00.000Z' }));
  });

  test('the last one, expressly or after the resolution', () => {
    given(incident, ...aMajorIncident())
      .when(update({ nextUpdateDue: null }))
      .then(updated({ nextUpdateDue: null }));
    given(incident, ...aMajorIncident(), resolved())
      .when(update())
      .then(updated({ keys: keys({ state: 'resolved' }), nextUpdateDue: null, due: null }));
  });

  test('a missed one is recorded once', () => {
    const report = command('ReportMissedMajorUpdate', { due: UPDATE_DUE });
    const missed: IncidentEvent = { type: 'MajorIncidentUpdateMissed', data: { keys: inProgress, due: UPDATE_DUE } };
    given(incident, ...aMajorIncident())
      .when(report)
      .then(missed);
    given(incident, ...aMajorIncident(), missed)
      .when(report)
      .thenNothing();
    given(incident, ...aMajorIncident(), updated({ nextUpdateDue: '2026-03-02T10:00:00.000Z' }))
      .when(report)
      .thenNothing();
    given(incident, ...aMajorIncident(), resolved())
      .when(report)
      .thenNothing();
  });
});

describe('the review', () => {
  const review = command('ReviewMajorIncident', { summary: 'Paper jam.' });

  test('after the resolution, and again to put it right', () => {
    given(incident, ...aMajorIncident(), resolved())
      .when(review)
      .then(reviewed);
    given(incident, ...aMajorIncident(), resolved(), reviewed)
      .when(review)
      .then(reviewed);
  });

  test('not before, and only of major incidents', () => {
    given(incident, ...aMajorIncident())
      .when(review)
      .thenRefused('review-too-early');
    given(incident, ...aLoggedIncident(), resolved())
      .when(review)
      .thenRefused('major-step-not-permitted');
  });
});
