import type { ChangeDocument } from '@opsledger/contracts';
import { standingOf } from '../approval/standing';
import { neverCounting } from '../change/change-state';
import { summaryOf, type ChangeStory } from '../read-models/change-document';

/** A change as people see it. */
export function documentOf(story: ChangeStory): ChangeDocument {
  const { details, told, answeredAt, updatedAt } = story;
  const { approvals } = details;
  const never = neverCounting(details);
  const isEmergency = details.approvalDue !== null || details.reviewDue !== null;
  return {
    ...summaryOf(story),
    ...told,
    openedBy: details.openedBy,
    description: details.description,
    plan: details.plan,
    riskAssessment: details.risk,
    keepsTemplate: details.keepsTemplate,
    links: [...details.links],
    tasks: [...details.tasks],
    approvals: {
      round: approvals.round,
      groups: approvals.groups.map((group) => ({ ...group, standing: standingOf(group, approvals.answers, never) })),
      answers: approvals.answers.map((it) => ({ ...it, at: answeredAt[it.approver.id] ?? updatedAt })),
    },
    collisionList: [...details.collisions],
    configurationRefusals: [...details.configurationRefusals],
    retrospective: isEmergency
      ? { approvalDue: details.approvalDue, reviewDue: details.reviewDue, overdue: [...details.overdue] }
      : null,
  };
}
