import type { PriorityMatrix } from '@opsledger/contracts';

/** The priority matrix in force, for incidents and problems alike. */
export interface MatrixLookups {
  readonly matrix: PriorityMatrix;
  readonly matrixVersion: number;
}
