import type { IncidentEvent, IncidentKeys, Reference } from '@opsledger/contracts';
import { cancel, process, schedule, send, type Effect } from '@opsledger/event-sourcing';
import type { RecordedEvent } from '@opsledger/event-store';
import { order } from './order';

/** An import may bring a child before its parent: by then both are there. */
const IMPORTED_BY_THEN_MS = 15 * 60_000;

type Recorded = RecordedEvent & { readonly data: { readonly keys: IncidentKeys } };

const selfOf = ({ subject, data: { keys } }: Recorded): Reference => ({ id: subject, name: keys.number });

/** The parent's side of a link is a fact of the parent, so that its resolution knows whom to take along. */
function noteChild(event: Recorded, parent: Reference): Effect {
  const child = selfOf(event);
  if (!event.metadata.imported) return send(order('NoteChildIncident', parent.id, { child }));
  const due = new Date(Date.parse(event.recordedAt) + IMPORTED_BY_THEN_MS).toISOString();
  return schedule(timer(event, parent), due, order('NoteChildIncident', parent.id, { child, historic: true }));
}

/** Also a child that is still to be noted. */
const forgetChild = (event: Recorded, parent: Reference): Effect[] => [
  cancel(timer(event, parent)),
  send(order('ForgetChildIncident', parent.id, { child: selfOf(event) })),
];

const timer = ({ subject }: Recorded, parent: Reference): string => `note ${subject} ${parent.id}`;

const resolveChild = (event: Recorded, child: Reference): Effect =>
  send(order('ResolveChildIncident', child.id, { parent: selfOf(event) }));

/** Children resolve with their parent, also one whose link crossed the parent's resolution on its way. */
export const resolveChildren = process<IncidentEvent>({
  name: 'resolve-children',
  handlers: {
    IncidentLinked: (event) => {
      const { kind, target, keys } = event.data;
      if (kind === 'parent') return [noteChild(event, target)];
      const isLate = kind === 'child' && (keys.state === 'resolved' || keys.state === 'closed');
      return isLate ? [resolveChild(event, target)] : [];
    },
    IncidentUnlinked: (event) => (event.data.kind === 'parent' ? forgetChild(event, event.data.target) : []),
    IncidentImportWithdrawn: (event) =>
      (event.data.unlinked ?? []).flatMap(({ kind, target }) => (kind === 'parent' ? forgetChild(event, target) : [])),
    IncidentResolved: (event) => (event.data.children ?? []).map((child) => resolveChild(event, child)),
  },
});
