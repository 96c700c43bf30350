import type { ProblemKind } from '@opsledger/service-kit';
import type { ReleaseRefusal } from './release.errors';

export const releaseProblems: Readonly<Record<ReleaseRefusal, ProblemKind>> = {
  'release-not-found': { status: 404, title: 'No such release' },
  'move-not-permitted': { status: 409, title: 'Move not permitted in this state' },
  'release-plan-fixed': { status: 409, title: 'Plan is fixed' },
  'release-plan-incomplete': { status: 409, title: 'Plan is incomplete' },
  'release-changes-not-ready': { status: 409, title: 'Changes are not permitted yet' },
  'release-dates-reversed': { status: 422, title: 'Planned end is not later than the start' },
  'release-ended': { status: 409, title: 'Release has ended' },
  'release-change-unknown': { status: 422, title: 'No such change' },
  'release-change-unnamed': { status: 422, title: 'Change needs a name' },
};
