import { isStaff, type ChangeDocument } from '@opsledger/contracts';
import { notFound, type QueryContext } from '@opsledger/service-kit';

/** Staff see every change; others those they requested or are asked to approve. */
export function maySee(context: QueryContext, { requestedBy, approvals }: ChangeDocument): boolean {
  const { id } = context.actor;
  const isAsked = approvals.groups.some(({ approvers }) => approvers.some((approver) => approver.id === id));
  return isStaff(context) || requestedBy.id === id || isAsked;
}

/** The same words for what is not there and what is not theirs, so that nobody learns which it is. */
export const noSuchChange = (name: string) =>
  notFound(`There is no change ${name}, or it is not yours to see. Check the id or number.`);
