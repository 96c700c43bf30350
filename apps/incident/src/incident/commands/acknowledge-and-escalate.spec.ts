import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import { NETWORK, aClosedIncident, aLoggedIncident, command, keys } from '../incident.histories';

const acknowledged = (automatic = false): IncidentEvent => ({
  type: 'IncidentAcknowledged',
  data: { keys: keys(), automatic },
});

describe('AcknowledgeIncident', () => {
  test('once; an automatic one does not stand in for a person', () => {
    given(incident, ...aLoggedIncident())
      .when(command('AcknowledgeIncident', {}))
      .then(acknowledged());
    given(incident, ...aLoggedIncident(), acknowledged())
      .when(command('AcknowledgeIncident', {}))
      .thenNothing();
    given(incident, ...aLoggedIncident(), acknowledged(true))
      .when(command('AcknowledgeIncident', {}))
      .then(acknowledged());
  });

  test('not of what has ended', () => {
    given(incident, ...aClosedIncident())
      .when(command('AcknowledgeIncident', {}))
      .thenRefused('incident-not-open');
  });
});

describe('EscalateIncident', () => {
  const escalate = command('EscalateIncident', { kind: 'functional', to: NETWORK, reason: 'Out of ideas.' });

  test('every call for help is a fact', () => {
    given(incident, ...aLoggedIncident())
      .when(escalate)
      .then({
        type: 'IncidentEscalated',
        data: { keys: keys(), kind: 'functional', to: NETWORK, reason: 'Out of ideas.' },
      });
  });

  test('only while it is open', () => {
    given(incident, ...aClosedIncident())
      .when(escalate)
      .thenRefused('incident-not-open');
  });
});

test('what was never logged is not found', () => {
  given(incident).when(command('AcknowledgeIncident', {})).thenRefused('not-found');
});
