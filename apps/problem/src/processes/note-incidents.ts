import { isRecordId, type IncidentEvent } from '@opsledger/contracts';
import { process, send } from '@opsledger/event-sourcing';
import { toProblem } from './orders';

/** Links of imported history may name problems of elsewhere: those are none of ours. */
const isOurs = (kind: string, id: string): boolean => kind === 'problem' && isRecordId(id);

/** Tells a problem which incidents point at it. */
export const noteIncidents = process<IncidentEvent>({
  name: 'note-problem-incidents',
  handlers: {
    IncidentLinked: ({ subject, data: { kind, target, keys } }) =>
      isOurs(kind, target.id)
        ? [
            send(
              toProblem('NoteProblemIncident', target.id.toLowerCase(), {
                incident: { id: subject, name: keys.number },
              }),
            ),
          ]
        : [],
    IncidentUnlinked: ({ subject, data: { kind, target } }) =>
      isOurs(kind, target.id)
        ? [send(toProblem('ForgetProblemIncident', target.id.toLowerCase(), { incidentId: subject }))]
        : [],
  },
});
