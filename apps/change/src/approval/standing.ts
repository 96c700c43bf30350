import type { ApprovalAnswer, ApprovalGroup, GroupStanding, Quorum, Reference } from '@opsledger/contracts';

export interface Answered {
  readonly approver: Reference;
  readonly answer: ApprovalAnswer;
  readonly comment: string | null;
}

/** Rounded up, never down: 50 % of 5 is 3. */
export function neededOf(quorum: Quorum, eligible: number): number {
  switch (quorum.kind) {
    case 'any':
      return 1;
    case 'all':
      return eligible;
    case 'percent':
      return Math.max(1, Math.ceil((eligible * quorum.percent) / 100));
  }
}

/** How one group stands. `never`: ids of those who never count, such as the requester. */
export function standingOf(
  { name, quorum, approvers }: ApprovalGroup,
  answers: readonly Answered[],
  never: readonly string[],
): GroupStanding {
  const members = [...new Set(approvers.map(({ id }) => id))].filter((id) => !never.includes(id));
  const given = new Map(answers.map(({ approver, answer }) => [approver.id, answer]));
  const count = (wanted: ApprovalAnswer): number => members.filter((id) => given.get(id) === wanted).length;
  const [approved, rejected, recused] = [count('approved'), count('rejected'), count('recused')];
  const eligible = members.length - recused;
  const needed = neededOf(quorum, eligible);
  const counts = { name, eligible, needed, approved, rejected, recused };
  if (eligible === 0) return { ...counts, standing: 'nobody_left' };
  if (approved >= needed) return { ...counts, standing: 'approved' };
  return { ...counts, standing: eligible - rejected < needed ? 'rejected' : 'pending' };
}

/** What the groups say together: all must approve, one that cannot any more rejects. */
export function verdictOf(groups: readonly GroupStanding[]): 'pending' | 'approved' | { readonly rejectedBy: string } {
  const rejecting = groups.find(({ standing }) => standing === 'rejected');
  if (rejecting) return { rejectedBy: rejecting.name };
  return groups.length > 0 && groups.every(({ standing }) => standing === 'approved') ? 'approved' : 'pending';
}
