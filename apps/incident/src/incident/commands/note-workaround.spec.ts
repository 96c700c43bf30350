import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  aCanceledIncident,
  aClosedIncident,
  aLoggedIncident,
  aResolvedIncident,
  command,
  keys,
  linked,
} from '../incident.histories';

const PROBLEM = { id: '00000000-0000-4000-8000-0000000000bb', name: 'PRB0000001' };
const pointing = linked('problem', PROBLEM);
const note = (workaroundRevision = 1) =>
  command('NoteWorkaround', { problem: PROBLEM, workaround: 'Restart it.', workaroundRevision });
const offered = (workaroundRevision = 1): IncidentEvent => ({
  type: 'IncidentWorkaroundOffered',
  data: { keys: keys(), problem: PROBLEM, workaround: 'Restart it.', workaroundRevision },
});

describe('ForgetWorkaround', () => {
  const forget = (workaroundRevision = 1) =>
    command('ForgetWorkaround', { problem: PROBLEM, workaroundRevision, reason: 'It burns.' });
  const withdrawn = (state: 'new' | 'resolved' = 'new'): IncidentEvent => ({
    type: 'IncidentWorkaroundWithdrawn',
    data: { keys: keys({ state }), problem: PROBLEM, workaroundRevision: 1, reason: 'It burns.' },
  });

  test('of the incidents that were offered it, once; a better one stays', () => {
    given(incident, ...aLoggedIncident(), pointing, offered())
      .when(forget())
      .then(withdrawn());
    given(incident, ...aLoggedIncident(), pointing, offered(), withdrawn())
      .when(forget())
      .thenNothing();
    given(incident, ...aLoggedIncident(), pointing)
      .when(forget())
      .thenNothing();
    given(incident, ...aLoggedIncident(), pointing, offered(), offered(2))
      .when(forget())
      .thenNothing();
  });

  test('also of one that has ended, which may be reopened', () => {
    given(incident, ...aResolvedIncident(), pointing, offered())
      .when(forget())
      .then(withdrawn('resolved'));
  });

  test('the next is offered again', () => {
    given(incident, ...aLoggedIncident(), pointing, offered(), withdrawn())
      .when(note(2))
      .then(offered(2));
  });
});

describe('NoteWorkaround', () => {
  test('once, and again when it was revised; an older one never takes its place', () => {
    given(incident, ...aLoggedIncident(), pointing)
      .when(note())
      .then(offered());
    given(incident, ...aLoggedIncident(), pointing, offered())
      .when(note())
      .thenNothing();
    given(incident, ...aLoggedIncident(), pointing, offered())
      .when(note(2))
      .then(offered(2));
    given(incident, ...aLoggedIncident(), pointing, offered(2))
      .when(note(1))
      .thenNothing();
  });

  test.each([aResolvedIncident, aClosedIncident, aCanceledIncident])(
    'an incident that has ended records nothing',
    (history) => {
      given(incident, ...history(), pointing)
        .when(note())
        .thenNothing();
    },
  );

  test('only while the incident points at the problem; linked again, it is offered again', () => {
    const unlinked: IncidentEvent = {
      type: 'IncidentUnlinked',
      data: { keys: keys(), kind: 'problem', target: PROBLEM },
    };
    given(incident, ...aLoggedIncident())
      .when(note())
      .thenNothing();
    given(incident, ...aLoggedIncident(), pointing, offered(), unlinked)
      .when(note())
      .thenNothing();
    given(incident, ...aLoggedIncident(), pointing, offered(), unlinked, pointing)
      .when(note())
      .then(offered());
  });
});
