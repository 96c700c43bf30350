import type { IncidentSettingsEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { reviseAutoClose } from './commands/revise-auto-close';
import { revisePriorityMatrix } from './commands/revise-priority-matrix';
import { DEFAULT_SETTINGS, evolve, type IncidentSettings } from './settings-state';

/** What administrators decide about incidents as a whole; one record, versioned like any other. */
export const incidentSettings = aggregate<IncidentSettings, IncidentSettingsEvent>({
  category: 'incidentsettings',
  called: 'incident',
  initial: DEFAULT_SETTINGS,
  evolve,
  decisions: { RevisePriorityMatrix: revisePriorityMatrix, ReviseAutoClose: reviseAutoClose },
});
