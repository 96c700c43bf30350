import type { IncidentState, Reference } from '@opsledger/contracts';
import { RECORD_ID, given } from '@opsledger/testing';
import { incident } from '../incident';
import {
  OTHER,
  SELF,
  aClosedIncident,
  aLoggedIncident,
  aResolvedIncident,
  command,
  keys,
  linked,
} from '../incident.histories';

const found = (reference: Reference = OTHER, state: IncidentState = 'new', leadsTo: string[] = []) => ({
  target: { reference, state, leadsTo },
});
const link = (kind: string, target: object = { id: OTHER.id }, lookups: object = found()) =>
  command('LinkIncident', { kind, target }, { lookups });

describe('LinkIncident', () => {
  test.each(['parent', 'duplicate_of', 'follow_up_of'] as const)('%s: another incident, named as it is', (kind) => {
    given(incident, ...aLoggedIncident())
      .when(link(kind, { id: OTHER.name }))
      .then(linked(kind, OTHER));
    given(incident, ...aLoggedIncident(), linked(kind, OTHER))
      .when(link(kind))
      .thenNothing();
    given(incident, ...aLoggedIncident())
      .when(link(kind, { id: 'INC9' }, { target: null }))
      .thenRefused('link-target-unknown');
  });

  test.each(['affected_ci', 'problem', 'caused_by_change', 'fixed_by_change', 'knowledge'] as const)(
    '%s: a record elsewhere, by id and name, several of them',
    (kind) => {
      const record = { id: 'x-1', name: 'X1' };
      given(incident, ...aLoggedIncident(), linked(kind, { id: 'x-0', name: 'X0' }))
        .when(link(kind, record, { target: null }))
        .then(linked(kind, record));
      given(incident, ...aLoggedIncident())
        .when(link(kind, { id: 'x-1' }, { target: null }))
        .thenRefused('link-target-unnamed');
    },
  );

  test('a problem may be named by its number alone; the link is with the record', () => {
    const problem = { id: '00000000-0000-4000-8000-0000000000bb', name: 'PRB0000001' };
    given(incident, ...aLoggedIncident())
      .when(link('problem', { id: 'PRB0000001' }, { target: null, problem }))
      .then(linked('problem', problem));
    given(incident, ...aLoggedIncident(), linked('problem', problem))
      .when(link('problem', { id: 'PRB0000001', name: 'Leaks' }, { target: null, problem }))
      .thenNothing();
  });

  test('one parent and one duplicate at a time', () => {
    const another = { id: '00000000-0000-4000-8000-000000000003', name: 'INC0000003' };
    for (const kind of ['parent', 'duplicate_of'] as const)
      given(incident, ...aLoggedIncident(), linked(kind, OTHER))
        .when(link(kind, another, found(another)))
        .thenRefused('link-taken');
  });

  test('no incident is its own ancestor', () => {
    given(incident, ...aLoggedIncident())
      .when(link('parent', SELF, found(SELF)))
      .thenRefused('link-cycle');
    given(incident, ...aLoggedIncident())
      .when(link('parent', OTHER, found(OTHER, 'new', ['x', RECORD_ID])))
      .thenRefused('link-cycle');
  });

  test('an open incident has an open parent; one that has ended may have any', () => {
    given(incident, ...aLoggedIncident())
      .when(link('parent', OTHER, found(OTHER, 'resolved')))
      .thenRefused('parent-not-open');
    given(incident, ...aResolvedIncident())
      .when(link('parent', OTHER, found(OTHER, 'resolved')))
      .then({ type: 'IncidentLinked', data: { keys: keys({ state: 'resolved' }), kind: 'parent', target: OTHER } });
  });

  test('the cause may be found out late', () => {
    const change = { id: 'c-1', name: 'CHG0000001' };
    given(incident, ...aClosedIncident())
      .when(link('caused_by_change', change, { target: null }))
      .then({
        type: 'IncidentLinked',
        data: { keys: keys({ state: 'closed' }), kind: 'caused_by_change', target: change },
      });
  });
});

describe('UnlinkIncident', () => {
  test('by id or number, once', () => {
    const unlinked = { type: 'IncidentUnlinked', data: { keys: keys(), kind: 'parent', target: OTHER } } as const;
    for (const targetId of [OTHER.id, OTHER.name])
      given(incident, ...aLoggedIncident(), linked('parent', OTHER))
        .when(command('UnlinkIncident', { kind: 'parent', targetId }))
        .then(unlinked);
    given(incident, ...aLoggedIncident(), linked('parent', OTHER), unlinked)
      .when(command('UnlinkIncident', { kind: 'parent', targetId: OTHER.id }))
      .thenNothing();
  });
});

describe('NoteChildIncident, ForgetChildIncident', () => {
  const note = (data: object = {}) => command('NoteChildIncident', { child: OTHER, ...data });

  test('once each', () => {
    given(incident, ...aLoggedIncident())
      .when(note())
      .then(linked('child', OTHER));
    given(incident, ...aLoggedIncident(), linked('child', OTHER))
      .when(note())
      .thenNothing();
    given(incident, ...aLoggedIncident(), linked('child', OTHER))
      .when(command('ForgetChildIncident', { child: OTHER }))
      .then({ type: 'IncidentUnlinked', data: { keys: keys(), kind: 'child', target: OTHER } });
    given(incident, ...aLoggedIncident())
      .when(command('ForgetChildIncident', { child: OTHER }))
      .thenNothing();
  });

  test('a link from imported history is no news to a parent that has ended', () => {
    given(incident, ...aResolvedIncident())
      .when(note({ historic: true }))
      .thenNothing();
    given(incident, ...aLoggedIncident())
      .when(note({ historic: true }))
      .then(linked('child', OTHER));
  });
});
