import { move, requireMove as requireIn, type Standing } from '@opsledger/event-sourcing';

/** The life cycle by its facts. */
export const MOVES = {
  ChangeTemplateApproved: move('approve', ['draft'], 'approved'),
  ChangeTemplateRevised: move('revise', ['approved'], 'draft'),
  ChangeTemplateApprovalRevoked: move('revoke-approval', ['approved'], 'draft'),
  ChangeTemplateRetired: move('retire', ['draft', 'approved'], 'retired'),
} as const;

/** Throws the refusal that names what is possible instead. */
export const requireMove = (state: Standing, type: keyof typeof MOVES): void =>
  requireIn(MOVES, state, type, 'Define a new template instead.');
