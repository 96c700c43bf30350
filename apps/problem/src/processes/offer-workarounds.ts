import type { ProblemEvent, Reference } from '@opsledger/contracts';
import { process, send, type Effect } from '@opsledger/event-sourcing';
import { toIncident } from './orders';

const offer = (problem: Reference, incident: Reference, workaround: string, workaroundRevision: number): Effect =>
  send(toIncident('NoteWorkaround', incident.id, { problem, workaround, workaroundRevision }));

/** Brings a workaround to every incident that points at the problem, also to one that comes later, and takes it back. */
export const offerWorkarounds = process<ProblemEvent>({
  name: 'offer-workarounds',
  handlers: {
    ProblemWorkaroundRecorded: ({ subject, data: { keys, incidents, workaround, workaroundRevision } }) =>
      incidents.map((incident) => offer({ id: subject, name: keys.number }, incident, workaround, workaroundRevision)),
    ProblemWorkaroundWithdrawn: ({ subject, data: { keys, incidents, workaroundRevision, reason } }) => {
      const problem = { id: subject, name: keys.number };
      return incidents.map(({ id }) =>
        send(toIncident('ForgetWorkaround', id, { problem, workaroundRevision, reason })),
      );
    },
    ProblemLinked: ({ subject, data: { keys, kind, target, workaround, workaroundRevision } }) =>
      kind === 'incident' && workaround !== undefined && workaroundRevision !== undefined
        ? [offer({ id: subject, name: keys.number }, target, workaround, workaroundRevision)]
        : [],
  },
});
