import type { ChangeCalendarEvent, ChangeEvent } from '@opsledger/contracts';
import { process, send, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

const detect = (id: string): Effect => send(order('DetectChangeCollisions', id, {}));
const detectSelf = ({ subject }: { readonly subject: string }): Effect[] => [detect(subject)];

/** A change and those it meets, or no longer meets, are looked at whenever what decides it is another. */
export const detectCollisions = process<ChangeEvent | ChangeCalendarEvent>({
  name: 'detect-change-collisions',
  patienceMs: 2_000,
  handlers: {
    ChangeDrafted: ({ subject, data: { plan } }) => (plan.plannedStart !== null ? [detect(subject)] : []),
    ChangePlanned: detectSelf,
    ChangeAssigned: detectSelf,
    ChangeLinked: detectSelf,
    ChangeUnlinked: detectSelf,
    // Another may have been scheduled at the same instant, unseen.
    ChangeScheduled: detectSelf,
    ChangeImplementationFinished: detectSelf,
    ChangeCanceled: detectSelf,
    ChangeCollisionsDetected: ({ data: { collisions } }) => {
      const met = [...collisions.before, ...collisions.after].filter(({ kind }) => kind !== 'freeze');
      return [...new Set(met.map((collision) => collision.with.id))].map(detect);
    },
    ChangeCalendarRechecked: ({ data }) => data.changes.map(detect),
  },
});
