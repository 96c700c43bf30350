import {
  LEVELS,
  type CommandOf,
  type IncidentSettingsEvent,
  type Level,
  type PriorityMatrix,
  type RevisePriorityMatrix,
} from '@opsledger/contracts';
import { matrixNotMonotonous } from '../settings.errors';
import type { IncidentSettings } from '../settings-state';

export function revisePriorityMatrix(
  { data: { matrix } }: CommandOf<typeof RevisePriorityMatrix>,
  state: IncidentSettings,
): IncidentSettingsEvent[] {
  requireMonotonous(matrix);
  if (cells().every(([impact, urgency]) => matrix[impact][urgency] === state.matrix[impact][urgency])) return [];
  return [
    {
      type: 'PriorityMatrixRevised',
      data: { matrix: { before: state.matrix, after: matrix }, matrixVersion: state.matrixVersion + 1 },
    },
  ];
}

const cells = (): readonly (readonly [Level, Level])[] =>
  LEVELS.flatMap((impact) => LEVELS.map((urgency) => [impact, urgency] as const));

/** Priorities compare as text: P1 is the highest. */
function requireMonotonous(matrix: PriorityMatrix): void {
  for (const [impact, urgency] of cells())
    for (const [otherImpact, otherUrgency] of cells()) {
      const isLesser = otherImpact >= impact && otherUrgency >= urgency;
      if (isLesser && matrix[impact][urgency] > matrix[otherImpact][otherUrgency])
        throw matrixNotMonotonous(impact, urgency);
    }
}
