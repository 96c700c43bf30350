import {
  DEFAULT_PRIORITY_MATRIX,
  DEFAULT_PRIORITY_MATRIX_VERSION,
  INCIDENT_SETTINGS_ID,
  RevisePriorityMatrix,
  type IncidentSettingsEvent,
  type MatrixInForce,
} from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { KeptRecord } from '@opsledger/service-kit';

/** Decides nothing: it is incident management that revises the matrix. */
const priorityMatrix = aggregate<MatrixInForce, IncidentSettingsEvent>({
  category: RevisePriorityMatrix.category,
  initial: { matrix: DEFAULT_PRIORITY_MATRIX, matrixVersion: DEFAULT_PRIORITY_MATRIX_VERSION },
  evolve: (before, { type, data }) =>
    type === 'PriorityMatrixRevised' ? { matrix: data.matrix.after, matrixVersion: data.matrixVersion } : before,
  decisions: {},
});

/** The matrix in force, from the log: problems are logged also while the incident service is away. */
export const currentMatrix = new KeptRecord(priorityMatrix, INCIDENT_SETTINGS_ID);
