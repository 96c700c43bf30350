import type {
  ApproveChangeTemplate,
  ChangeTemplateEvent,
  CommandOf,
  RevokeChangeTemplateApproval,
} from '@opsledger/contracts';
import { authorNeverApproves, templateVersionPassed } from '../template.errors';
import type { KnownTemplate } from '../template-state';
import { requireMove } from '../transitions';

export function approveTemplate(
  { data: { version, comment }, actor }: CommandOf<typeof ApproveChangeTemplate>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  const { keys, author } = state;
  if (version !== keys.version) throw templateVersionPassed(state, version);
  if (state.status === 'approved') return [];
  requireMove(state, 'ChangeTemplateApproved');
  if (actor.id === author) throw authorNeverApproves(state);
  return [{ type: 'ChangeTemplateApproved', data: { keys: { ...keys, state: 'approved' }, comment: comment ?? null } }];
}

export function revokeApproval(
  { data: { reason } }: CommandOf<typeof RevokeChangeTemplateApproval>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  requireMove(state, 'ChangeTemplateApprovalRevoked');
  return [{ type: 'ChangeTemplateApprovalRevoked', data: { keys: { ...state.keys, state: 'draft' }, reason } }];
}
