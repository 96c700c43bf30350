import {
  DEFAULT_AUTO_CLOSE,
  DEFAULT_PRIORITY_MATRIX,
  DEFAULT_PRIORITY_MATRIX_VERSION,
  type AutoClose,
  type IncidentSettingsEvent,
  type PriorityMatrix,
} from '@opsledger/contracts';

export interface IncidentSettings {
  readonly matrix: PriorityMatrix;
  /** Named by every fact that took its priority from the matrix. */
  readonly matrixVersion: number;
  readonly autoClose: AutoClose;
}

export const DEFAULT_SETTINGS: IncidentSettings = {
  matrix: DEFAULT_PRIORITY_MATRIX,
  matrixVersion: DEFAULT_PRIORITY_MATRIX_VERSION,
  autoClose: DEFAULT_AUTO_CLOSE,
};

/** Accepts every recorded fact. */
export function evolve(state: IncidentSettings, event: IncidentSettingsEvent): IncidentSettings {
  switch (event.type) {
    case 'PriorityMatrixRevised':
      return { ...state, matrix: event.data.matrix.after, matrixVersion: event.data.matrixVersion };
    case 'AutoCloseRevised':
      return { ...state, autoClose: event.data.autoClose.after };
    default:
      return event satisfies never;
  }
}
