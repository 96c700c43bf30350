import type { CommandOf, IncidentEvent, NoteWorkaround } from '@opsledger/contracts';
import { isOpen, keysOf, type KnownIncident } from '../incident-state';

/** Of use while somebody works on it: an incident that has ended, or points at the problem no longer, records nothing. */
export function noteWorkaround(
  { data: { problem, workaround, workaroundRevision } }: CommandOf<typeof NoteWorkaround>,
  state: KnownIncident,
): IncidentEvent[] {
  const { links, workarounds } = state.details;
  const pointsAtIt = links.some(({ kind, target }) => kind === 'problem' && target.id === problem.id);
  const isNews = workaroundRevision > (workarounds[problem.id] ?? 0);
  if (!isOpen(state) || !pointsAtIt || !isNews) return [];
  const data = { keys: keysOf(state), problem, workaround, workaroundRevision };
  return [{ type: 'IncidentWorkaroundOffered', data }];
}
