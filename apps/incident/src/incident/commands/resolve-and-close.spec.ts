import type { IncidentEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  OTHER,
  aCanceledIncident,
  aClosedIncident,
  aLoggedIncident,
  aMajorIncident,
  aReopenedIncident,
  aResolvedIncident,
  aStranger,
  accepted,
  anIncidentInProgress,
  command,
  keys,
  linked,
  proposed,
  reopened,
  resolved,
  reviewed,
  theCaller,
} from '../incident.histories';

type IncidentResolved = Extract<IncidentEvent, { type: 'IncidentResolved' }>;
const data = (event: IncidentEvent): IncidentResolved['data'] => (event as IncidentResolved).data;
const closedBy = (automatic: boolean): IncidentEvent => ({
  type: 'IncidentClosed',
  data: { keys: keys({ state: 'closed' }), automatic },
});

describe('ResolveIncident', () => {
  const resolve = (changes: object = {}) =>
    command('ResolveIncident', { code: 'fixed', notes: 'Extinguished.', ...changes });

  test('names code and notes, and when it will close', () => {
    given(incident, ...anIncidentInProgress())
      .when(resolve())
      .then(resolved());
  });

  test('each resolution is counted', () => {
    given(incident, ...aReopenedIncident())
      .when(resolve())
      .then(resolved(2));
  });

  test('an article used is named', () => {
    const knowledge = { id: 'kb-1', name: 'KB0000001' };
    given(incident, ...anIncidentInProgress())
      .when(resolve({ knowledge }))
      .then({ type: 'IncidentResolved', data: { ...data(resolved()), knowledge } });
  });

  test('the time it closes follows the settings', () => {
    const autoClose = { businessDays: 2, zone: 'Europe/Berlin' };
    given(incident, ...anIncidentInProgress())
      .when(command('ResolveIncident', { code: 'fixed', notes: 'Extinguished.' }, { lookups: { autoClose } }))
      .then({ type: 'IncidentResolved', data: { ...data(resolved()), closesAt: '2026-03-04T09:00:00.000Z' } });
  });

  test('a major incident does not close by itself', () => {
    given(incident, ...aMajorIncident())
      .when(resolve())
      .then({ type: 'IncidentResolved', data: { ...data(resolved()), closesAt: null } });
  });

  test('children are named, so that they resolve with it', () => {
    given(incident, ...anIncidentInProgress(), linked('child', OTHER))
      .when(resolve())
      .then({ type: 'IncidentResolved', data: { ...data(resolved()), children: [OTHER] } });
  });

  test('the same again is nothing; another resolution needs a reopening first', () => {
    given(incident, ...aResolvedIncident())
      .when(resolve())
      .thenNothing();
    given(incident, ...aResolvedIncident())
      .when(resolve({ code: 'workaround' }))
      .thenRefused('move-not-permitted');
  });

  test('a duplicate names what it is a duplicate of', () => {
    given(incident, ...anIncidentInProgress())
      .when(resolve({ code: 'duplicate' }))
      .thenRefused('duplicate-not-linked');
    given(incident, ...anIncidentInProgress(), linked('duplicate_of', OTHER))
      .when(resolve({ code: 'duplicate' }))
      .then({ type: 'IncidentResolved', data: { ...data(resolved()), code: 'duplicate' } });
  });
});

describe('ResolveChildIncident', () => {
  const withParent = (resolution: object | null = { code: 'workaround', notes: 'Use the other one.' }) =>
    command('ResolveChildIncident', { parent: OTHER }, { lookups: { resolution } });

  test('as its parent was', () => {
    given(incident, ...anIncidentInProgress(), linked('parent', OTHER))
      .when(withParent())
      .then({
        type: 'IncidentResolved',
        data: { ...data(resolved()), code: 'workaround', notes: 'Use the other one.', withParent: OTHER },
      });
  });

  test('not when it has another parent or none, is settled, or the parent is open again', () => {
    given(incident, ...anIncidentInProgress())
      .when(withParent())
      .thenNothing();
    given(incident, ...aLoggedIncident(), linked('parent', OTHER), resolved())
      .when(withParent())
      .thenNothing();
    given(incident, ...anIncidentInProgress(), linked('parent', OTHER))
      .when(withParent(null))
      .thenNothing();
  });
});

describe('ReopenIncident', () => {
  const reopen = (options = {}) => command('ReopenIncident', { reason: 'Burns again.' }, options);

  test('by an agent or by the caller', () => {
    given(incident, ...aResolvedIncident())
      .when(reopen())
      .then(reopened);
    given(incident, ...aResolvedIncident())
      .when(reopen({ actor: theCaller, roles: ['requester'] }))
      .then(reopened);
  });

  test('not by a stranger', () => {
    given(incident, ...aResolvedIncident())
      .when(reopen({ actor: aStranger, roles: ['requester'] }))
      .thenRefused('not-found');
  });
});

describe('CloseIncident', () => {
  test('what is resolved', () => {
    given(incident, ...aResolvedIncident())
      .when(command('CloseIncident', {}))
      .then(closedBy(false));
  });

  test('a major incident after its review', () => {
    given(incident, ...aMajorIncident(), resolved())
      .when(command('CloseIncident', {}))
      .thenRefused('review-required');
    given(incident, ...aMajorIncident(), resolved(), reviewed)
      .when(command('CloseIncident', {}))
      .then(closedBy(false));
  });
});

describe('CloseResolvedIncident', () => {
  const close = (resolution: number) => command('CloseResolvedIncident', { resolution });

  test('when its last resolution has stood', () => {
    given(incident, ...aResolvedIncident())
      .when(close(1))
      .then(closedBy(true));
  });

  test('not for an earlier resolution, not when reopened, not when ended, not when it became major', () => {
    given(incident, ...aReopenedIncident(), resolved(2))
      .when(close(1))
      .thenNothing();
    given(incident, ...aReopenedIncident())
      .when(close(1))
      .thenNothing();
    given(incident, ...aClosedIncident())
      .when(close(1))
      .thenNothing();
    given(incident, ...aResolvedIncident(), proposed, accepted)
      .when(close(1))
      .thenNothing();
  });
});

describe('CancelIncident', () => {
  const cancel = command('CancelIncident', { reason: 'A drill.' });

  test('with a reason, once', () => {
    given(incident, ...aLoggedIncident())
      .when(cancel)
      .then({ type: 'IncidentCanceled', data: { keys: keys({ state: 'canceled' }), reason: 'A drill.' } });
    given(incident, ...aCanceledIncident())
      .when(cancel)
      .thenNothing();
  });
});
