import type { ProblemKind } from '@opsledger/service-kit';
import type { ProblemRefusal } from './problem/problem.errors';

/** Every refusal as HTTP tells it. */
export const problems: Readonly<Record<ProblemRefusal, ProblemKind>> = {
  'move-not-permitted': { status: 409, title: 'Move not permitted in this state' },
  'problem-ended': { status: 409, title: 'Problem is closed' },
  'root-cause-not-found-yet': { status: 409, title: 'No root cause yet' },
  'team-unknown': { status: 422, title: 'No such team' },
  'person-unknown': { status: 422, title: 'No such person' },
  'person-not-in-team': { status: 422, title: 'Person is no member of the team' },
  'link-target-unknown': { status: 422, title: 'No such problem to link with' },
  'link-target-unnamed': { status: 422, title: 'Linked record needs a name' },
  'link-to-itself': { status: 422, title: 'Link to itself' },
  'import-id-mismatch': { status: 422, title: 'Id does not follow from the number' },
  'record-not-imported': { status: 409, title: 'Problem was not imported' },
  'imported-by-another-batch': { status: 409, title: 'Imported by another batch' },
  'worked-on-since-import': { status: 409, title: 'Worked on since the import' },
};
