import type { PriorityMatrix } from '@opsledger/contracts';

/** The priority matrix in force. */
export interface MatrixLookups {
  readonly matrix: PriorityMatrix;
  readonly matrixVersion: number;
}
