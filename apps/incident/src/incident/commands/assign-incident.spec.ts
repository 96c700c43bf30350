import { given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  AGENT,
  NETWORK,
  SERVICE_DESK,
  aLoggedIncident,
  aResolvedIncident,
  assignedTo,
  command,
  keys,
} from '../incident.histories';
import type { Membership } from '../membership';

const assign = (teamId: string, membership: Membership, personId?: string) =>
  command('AssignIncident', { teamId, ...(personId && { personId }) }, { lookups: { membership } });
const team = (of: typeof NETWORK): Membership => ({ team: of, person: null, member: false });
const toNetwork = () => assign(NETWORK.id, team(NETWORK));
const ada = (member = true): Membership => ({ team: NETWORK, person: AGENT, member });

test('the first assignment is no reassignment', () => {
  given(incident, ...aLoggedIncident())
    .when(toNetwork())
    .then(assignedTo(NETWORK));
});

test('every change of the team after it is one, to and fro counts', () => {
  given(incident, ...aLoggedIncident(), assignedTo(SERVICE_DESK))
    .when(toNetwork())
    .then(assignedTo(NETWORK, SERVICE_DESK, 1));
  given(incident, ...aLoggedIncident(), assignedTo(SERVICE_DESK), assignedTo(NETWORK, SERVICE_DESK, 1))
    .when(assign(SERVICE_DESK.id, team(SERVICE_DESK)))
    .then(assignedTo(SERVICE_DESK, NETWORK, 2));
});

test('another person of the same team is none', () => {
  given(incident, ...aLoggedIncident(), assignedTo(NETWORK))
    .when(assign(NETWORK.id, ada(), AGENT.id))
    .then({
      type: 'IncidentAssigned',
      data: {
        keys: keys({ team: NETWORK }),
        assignment: { before: { team: NETWORK, person: null }, after: { team: NETWORK, person: AGENT } },
        reassignments: 0,
      },
    });
});

test('to whom holds it already is nothing', () => {
  given(incident, ...aLoggedIncident(), assignedTo(NETWORK))
    .when(toNetwork())
    .thenNothing();
});

test('a person must be a member of the team, and both must be there', () => {
  const logged = given(incident, ...aLoggedIncident());
  const refusal = logged.when(assign(NETWORK.id, ada(false), AGENT.id)).thenRefused('person-not-in-team');
  expect(refusal.detail).toContain('Ada Agent is no member of Network');
  logged.when(assign(NETWORK.id, team(NETWORK), 'p-gone')).thenRefused('person-unknown');
  logged.when(assign('t-gone', { team: null, person: null, member: false })).thenRefused('team-unknown');
});

test('only while it is open', () => {
  given(incident, ...aResolvedIncident())
    .when(toNetwork())
    .thenRefused('incident-not-open');
});
