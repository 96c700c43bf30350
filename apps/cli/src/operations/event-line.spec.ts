import { eventLine, nameOf } from './event-line';

test('says when, what, which record, who and what changed', () => {
  const line = eventLine({
    type: 'opsledger.incident.IncidentAssigned.v1',
    time: '2026-03-01T09:30:12.345Z',
    subject: '0199',
    actor: 'person:p-1',
    data: {
      keys: { number: 'INC0000042' },
      assignment: { before: { team: null, person: null }, after: { team: { id: 't', name: 'Network' }, person: null } },
      reassignments: 0,
      note: null,
      location: { before: 'Plant', after: 'Plant' },
      team: { before: { id: 'a', name: 'Desk' }, after: { id: 'b', name: 'Network' } },
    },
  });
  expect(line).toBe(
    '2026-03-01 09:30:12  IncidentAssigned            INC0000042   by person:p-1  ' +
      'assignment=– → Network reassignments=0 team=Desk → Network',
  );
});

test('is one line whatever the text', () => {
  const line = eventLine({
    type: 'X.v1',
    time: '2026-03-01T09:30:12Z',
    subject: 's',
    data: { body: `a\nb ${'x'.repeat(100)}` },
  });
  expect(line).not.toContain('\n');
  expect(line.endsWith('…')).toBe(true);
});

test('a type without version is a name', () => expect(nameOf('IncidentLogged')).toBe('IncidentLogged'));
