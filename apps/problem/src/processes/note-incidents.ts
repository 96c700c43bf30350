import { isRecordId, type IncidentEvent, type IncidentKeys, type Reference } from '@opsledger/contracts';
import { process, send, type Effect } from '@opsledger/event-sourcing';
import { toProblem } from './orders';

interface Link {
  readonly kind: string;
  readonly target: Reference;
}

/** Links of imported history may name problems of elsewhere: those are none of ours. */
const isOurs = ({ kind, target }: Link): boolean => kind === 'problem' && isRecordId(target.id);

const note = (id: string, { number }: IncidentKeys, link: Link): Effect[] =>
  isOurs(link)
    ? [send(toProblem('NoteProblemIncident', link.target.id.toLowerCase(), { incident: { id, name: number } }))]
    : [];

const forget = (incidentId: string, link: Link): Effect[] =>
  isOurs(link) ? [send(toProblem('ForgetProblemIncident', link.target.id.toLowerCase(), { incidentId }))] : [];

/** Tells a problem which incidents point at it. */
export const noteIncidents = process<IncidentEvent>({
  name: 'note-problem-incidents',
  handlers: {
    IncidentLinked: ({ subject, data }) => note(subject, data.keys, data),
    IncidentUnlinked: ({ subject, data }) => forget(subject, data),
    IncidentImportWithdrawn: ({ subject, data: { unlinked = [] } }) =>
      unlinked.flatMap((link) => forget(subject, link)),
  },
});
