import type { CommandOf, IncidentEvent, ReviseIncidentDescription } from '@opsledger/contracts';
import { requireNotEnded } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

export function reviseIncidentDescription(
  { data }: CommandOf<typeof ReviseIncidentDescription>,
  state: KnownIncident,
): IncidentEvent[] {
  requireNotEnded(state, 'its description is revised');
  const { title, description } = state.details;
  const newTitle = data.title ?? title;
  const newDescription = data.description === undefined ? description : data.description;
  if (newTitle === title && newDescription === description) return [];
  return [
    {
      type: 'IncidentDescriptionRevised',
      data: {
        keys: keysOf(state),
        title: { before: title, after: newTitle },
        description: { before: description, after: newDescription },
      },
    },
  ];
}
