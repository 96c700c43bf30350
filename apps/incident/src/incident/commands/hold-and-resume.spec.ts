import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import { anIncidentInProgress, anIncidentOnHold, command, held, keys } from '../incident.histories';

const TOMORROW = '2026-03-03T09:00:00.000Z';
const onHold = keys({ state: 'on_hold' });
const resumed = (because: 'manual' | 'caller_replied' | 'resume_time_reached'): IncidentEvent => ({
  type: 'IncidentResumed',
  data: { keys: keys({ state: 'in_progress' }), heldFor: 'vendor', because },
});

describe('PutIncidentOnHold', () => {
  const hold = (data: object) => command('PutIncidentOnHold', data);

  test('with a reason, a note and a time to resume', () => {
    given(incident, ...anIncidentInProgress())
      .when(hold({ reason: 'vendor', note: 'Case 4711', resumeAt: '2026-03-03T10:00:00+01:00' }))
      .then({
        type: 'IncidentPutOnHold',
        data: { keys: onHold, reason: 'vendor', note: 'Case 4711', resumeAt: TOMORROW },
      });
  });

  test('the time must lie ahead', () => {
    given(incident, ...anIncidentInProgress())
      .when(hold({ reason: 'vendor', resumeAt: '2026-03-02T09:00:00Z' }))
      .thenRefused('resume-time-passed');
  });

  test('the same hold again is nothing; another one is a change of the hold', () => {
    given(incident, ...anIncidentOnHold('vendor'))
      .when(hold({ reason: 'vendor' }))
      .thenNothing();
    given(incident, ...anIncidentOnHold('vendor'))
      .when(hold({ reason: 'caller' }))
      .thenRefused('move-not-permitted');
  });
});

describe('ChangeHoldReason', () => {
  const change = (data: object) => command('ChangeHoldReason', data);

  test('another reason; the time stays unless told', () => {
    given(incident, ...anIncidentOnHold('vendor', TOMORROW))
      .when(change({ reason: 'caller' }))
      .then({
        type: 'IncidentHoldReasonChanged',
        data: {
          keys: onHold,
          reason: { before: 'vendor', after: 'caller' },
          note: null,
          resumeAt: { before: TOMORROW, after: TOMORROW },
        },
      });
  });

  test('null takes the time away', () => {
    given(incident, ...anIncidentOnHold('vendor', TOMORROW))
      .when(change({ reason: 'vendor', resumeAt: null }))
      .then({
        type: 'IncidentHoldReasonChanged',
        data: {
          keys: onHold,
          reason: { before: 'vendor', after: 'vendor' },
          note: null,
          resumeAt: { before: TOMORROW, after: null },
        },
      });
  });

  test('the same is nothing, a time that has passed and an incident that is not on hold are refused', () => {
    given(incident, ...anIncidentOnHold('vendor', TOMORROW))
      .when(change({ reason: 'vendor', resumeAt: TOMORROW }))
      .thenNothing();
    given(incident, ...anIncidentOnHold())
      .when(change({ reason: 'vendor', resumeAt: '2026-03-01T09:00:00Z' }))
      .thenRefused('resume-time-passed');
    given(incident, ...anIncidentInProgress())
      .when(change({ reason: 'vendor' }))
      .thenRefused('incident-not-on-hold');
  });
});

describe('ResumeIncident, ResumeHeldIncident', () => {
  test('by hand', () => {
    given(incident, ...anIncidentOnHold())
      .when(command('ResumeIncident', {}))
      .then(resumed('manual'));
  });

  test('at the time set', () => {
    given(incident, ...anIncidentOnHold('vendor', TOMORROW))
      .when(command('ResumeHeldIncident', { resumeAt: TOMORROW }))
      .then(resumed('resume_time_reached'));
  });

  test('not at a time that was changed, and not what goes on already', () => {
    given(incident, ...anIncidentOnHold('vendor', null))
      .when(command('ResumeHeldIncident', { resumeAt: TOMORROW }))
      .thenNothing();
    given(incident, ...anIncidentInProgress(), held('vendor', TOMORROW), resumed('manual'))
      .when(command('ResumeHeldIncident', { resumeAt: TOMORROW }))
      .thenNothing();
  });
});
