import type { NewEvent } from '@opsledger/event-store';

/** The same number always gives the same id. */
export const idOf = (kind: 'event' | 'record', serial: number): string =>
  `${kind === 'event' ? '0e' : '0c'}000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;

/** A fact as a person causes it; its data takes some 350 bytes. */
export const logged = (serial: number): NewEvent => ({
  id: idOf('event', serial),
  type: 'IncidentLogged',
  occurredAt: '2026-03-01T09:00:00.000Z',
  data: {
    keys: {
      number: `INC${String(serial).padStart(7, '0')}`,
      state: 'new',
      priority: 'P3',
      team: null,
      service: null,
      category: 'network',
    },
    title: `Printer offline at desk ${serial}`,
    description: `Since this morning the printer shows an error; mail is affected too. Report ${serial}.`,
    caller: null,
    channel: 'portal',
    subcategory: null,
    location: null,
    impact: 2,
    urgency: 3,
    matrixVersion: 1,
    loggedByTeam: null,
    external: null,
  },
  metadata: {
    actor: { id: 'f2b1c7ce-8a43-4f0e-9f0b-0a4b8f1d5b10', name: 'Grace Hopper', kind: 'person' },
    correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  },
});
