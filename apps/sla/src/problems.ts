import type { ProblemKind } from '@opsledger/service-kit';
import type { SlaRefusal } from './sla.errors';

export const problems: Readonly<Record<SlaRefusal, ProblemKind>> = {
  'calendar-unusable': { status: 422, title: 'Calendar cannot be used' },
  'calendar-unknown': { status: 422, title: 'No such calendar' },
  'policy-unusable': { status: 422, title: 'Policy makes no sense' },
  'commitment-unusable': { status: 422, title: 'Commitment makes no sense' },
  'commitment-withdrawn': { status: 409, title: 'Commitment is withdrawn' },
  'policy-retired': { status: 409, title: 'Policy is retired' },
};
