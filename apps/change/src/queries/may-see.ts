import { isStaff, type ChangeDocument } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';

/** Staff see every change; others those they requested or are asked to approve. */
export function maySee(context: QueryContext, { requestedBy, approvals }: ChangeDocument): boolean {
  const { id } = context.actor;
  const isAsked = approvals.groups.some(({ approvers }) => approvers.some((approver) => approver.id === id));
  return isStaff(context) || requestedBy.id === id || isAsked;
}
