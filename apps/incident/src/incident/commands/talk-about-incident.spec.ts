import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  AGENT,
  CALLER,
  aClosedIncident,
  aLoggedIncident,
  aStranger,
  anIncidentOnHold,
  command,
  keys,
  theCaller,
} from '../incident.histories';

const byCaller = { actor: theCaller, roles: ['requester'] } as const;
const byStranger = { actor: aStranger, roles: ['requester'] } as const;
const watched = (person = AGENT): IncidentEvent => ({ type: 'IncidentWatched', data: { keys: keys(), person } });

describe('CommentOnIncident', () => {
  const comment = (options = {}) => command('CommentOnIncident', { body: 'Any news?' }, options);
  const commented = (by: boolean, state: 'new' | 'on_hold' = 'new'): IncidentEvent => ({
    type: 'IncidentCommented',
    data: { keys: keys({ state }), body: 'Any news?', byCaller: by },
  });

  test('by an agent, by the caller', () => {
    given(incident, ...aLoggedIncident())
      .when(comment())
      .then(commented(false));
    given(incident, ...aLoggedIncident())
      .when(comment(byCaller))
      .then(commented(true));
  });

  test('the caller’s answer resumes what waits for the caller', () => {
    given(incident, ...anIncidentOnHold('caller'))
      .when(comment(byCaller))
      .then(commented(true, 'on_hold'), {
        type: 'IncidentResumed',
        data: { keys: keys({ state: 'in_progress' }), heldFor: 'caller', because: 'caller_replied' },
      });
  });

  test('nothing else does', () => {
    given(incident, ...anIncidentOnHold('caller'))
      .when(comment())
      .then(commented(false, 'on_hold'));
    given(incident, ...anIncidentOnHold('vendor'))
      .when(comment(byCaller))
      .then(commented(true, 'on_hold'));
  });

  test('a requester comments on what they called in or watch; the rest does not exist for them', () => {
    given(incident, ...aLoggedIncident())
      .when(comment(byStranger))
      .thenRefused('not-found');
    given(incident, ...aLoggedIncident(), watched({ id: aStranger.id, name: aStranger.name }))
      .when(comment(byStranger))
      .then(commented(false));
    given(incident, ...aLoggedIncident())
      .when({ ...comment({ actor: aStranger }), roles: undefined })
      .thenRefused('not-found');
  });

  test('not on what is closed', () => {
    given(incident, ...aClosedIncident())
      .when(comment())
      .thenRefused('incident-ended');
  });
});

test('AddWorkNote, also on what is closed', () => {
  given(incident, ...aClosedIncident())
    .when(command('AddWorkNote', { body: 'The fuse was 16 A.' }))
    .then({ type: 'IncidentWorkNoted', data: { keys: keys({ state: 'closed' }), body: 'The fuse was 16 A.' } });
});

describe('LinkAttachment, UnlinkAttachment', () => {
  const photo = { url: 'https://files.example.org/1', name: 'Photo' };
  const linked: IncidentEvent = { type: 'IncidentAttachmentLinked', data: { keys: keys(), ...photo } };

  test('on and off, once each', () => {
    given(incident, ...aLoggedIncident())
      .when(command('LinkAttachment', photo, byCaller))
      .then(linked);
    given(incident, ...aLoggedIncident(), linked)
      .when(command('LinkAttachment', photo))
      .thenNothing();
    given(incident, ...aLoggedIncident(), linked)
      .when(command('UnlinkAttachment', { url: photo.url }))
      .then({ type: 'IncidentAttachmentUnlinked', data: { keys: keys(), url: photo.url } });
    given(incident, ...aLoggedIncident())
      .when(command('UnlinkAttachment', { url: photo.url }))
      .thenNothing();
  });

  test('strangers and closed incidents are refused', () => {
    given(incident, ...aLoggedIncident())
      .when(command('LinkAttachment', photo, byStranger))
      .thenRefused('not-found');
    given(incident, ...aClosedIncident())
      .when(command('LinkAttachment', photo))
      .thenRefused('incident-ended');
  });
});

describe('WatchIncident, UnwatchIncident', () => {
  test('oneself or another, once each', () => {
    given(incident, ...aLoggedIncident())
      .when(command('WatchIncident', {}))
      .then(watched());
    given(incident, ...aLoggedIncident())
      .when(command('WatchIncident', { person: CALLER }))
      .then(watched(CALLER));
    given(incident, ...aLoggedIncident(), watched())
      .when(command('WatchIncident', {}))
      .thenNothing();
    given(incident, ...aLoggedIncident(), watched())
      .when(command('UnwatchIncident', {}))
      .then({ type: 'IncidentUnwatched', data: { keys: keys(), person: AGENT } });
    given(incident, ...aLoggedIncident())
      .when(command('UnwatchIncident', { personId: CALLER.id }))
      .thenNothing();
  });
});
