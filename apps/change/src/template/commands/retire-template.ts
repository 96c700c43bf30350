import type { ChangeTemplateEvent, CommandOf, RetireChangeTemplate } from '@opsledger/contracts';
import type { KnownTemplate } from '../template-state';

export function retireTemplate(
  { data: { reason } }: CommandOf<typeof RetireChangeTemplate>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  if (state.status === 'retired') return [];
  return [{ type: 'ChangeTemplateRetired', data: { keys: { ...state.keys, state: 'retired' }, reason } }];
}
