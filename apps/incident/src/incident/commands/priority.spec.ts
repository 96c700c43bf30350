import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import { aLoggedIncident, aResolvedIncident, command, keys, overridden } from '../incident.histories';

const assess = (impact: number, urgency: number, lookups: object = {}) =>
  command('AssessIncident', { impact, urgency }, { lookups });
const override = (priority: string) =>
  command('OverrideIncidentPriority', { priority, reason: 'It is the board room.' });

describe('AssessIncident', () => {
  test('the matrix gives the priority', () => {
    given(incident, ...aLoggedIncident())
      .when(assess(1, 2))
      .then({
        type: 'IncidentAssessed',
        data: {
          keys: keys({ priority: 'P2' }),
          impact: { before: 2, after: 1 },
          urgency: { before: 3, after: 2 },
          priority: { before: 'P4', after: 'P2' },
          matrixVersion: 1,
        },
      });
  });

  test('an override stays', () => {
    given(incident, ...aLoggedIncident(), overridden)
      .when(assess(3, 3))
      .then({
        type: 'IncidentAssessed',
        data: {
          keys: keys({ priority: 'P1' }),
          impact: { before: 2, after: 3 },
          urgency: { before: 3, after: 3 },
          priority: { before: 'P1', after: 'P1' },
          matrixVersion: 1,
        },
      });
  });

  test('the same is nothing, also when the matrix would give another priority by now', () => {
    given(incident, ...aLoggedIncident())
      .when(assess(2, 3, { matrix: { 2: { 3: 'P1' } } }))
      .thenNothing();
  });

  test('only while it is open', () => {
    given(incident, ...aResolvedIncident())
      .when(assess(1, 1))
      .thenRefused('incident-not-open');
  });
});

describe('OverrideIncidentPriority, WithdrawPriorityOverride', () => {
  const withdraw = command('WithdrawPriorityOverride', {});
  const withdrawn: IncidentEvent = {
    type: 'IncidentPriorityOverrideWithdrawn',
    data: { keys: keys({ priority: 'P4' }), priority: { before: 'P1', after: 'P4' } },
  };

  test('a person decides otherwise, and says why', () => {
    given(incident, ...aLoggedIncident())
      .when(override('P1'))
      .then(overridden);
  });

  test('the priority it has is nothing', () => {
    given(incident, ...aLoggedIncident())
      .when(override('P4'))
      .thenNothing();
    given(incident, ...aLoggedIncident(), overridden)
      .when(override('P1'))
      .thenNothing();
  });

  test('the matrix decides again', () => {
    given(incident, ...aLoggedIncident(), overridden)
      .when(withdraw)
      .then(withdrawn);
    given(incident, ...aLoggedIncident(), overridden, withdrawn)
      .when(withdraw)
      .thenNothing();
  });

  test('only while it is open', () => {
    given(incident, ...aResolvedIncident())
      .when(override('P1'))
      .thenRefused('incident-not-open');
  });
});
