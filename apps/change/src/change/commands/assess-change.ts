import type { AssessChangeRisk, ChangeEvent, CommandOf, RiskAssessment, SubmitChange } from '@opsledger/contracts';
import { assessRisk, type RiskInputs } from '../../risk/assess';
import { keysOf, type KnownChange } from '../change-state';
import { requireNotEnded } from '../guards';
import { requireMove } from '../transitions';

export interface RiskLookups {
  /** Null: the change is not known. */
  readonly risk: RiskInputs | null;
}

export function submitChange(
  { lookups }: CommandOf<typeof SubmitChange, RiskLookups>,
  state: KnownChange,
): ChangeEvent[] {
  if (state.status === 'assess') return [];
  requireMove(state, 'ChangeSubmitted');
  const keys = keysOf(state, { state: 'assess' });
  return [{ type: 'ChangeSubmitted', data: { keys } }, ...assessed(state, lookups, 'assess')];
}

export function assessChangeRisk(
  { lookups }: CommandOf<typeof AssessChangeRisk, RiskLookups>,
  state: KnownChange,
): ChangeEvent[] {
  requireNotEnded(state);
  return assessed(state, lookups, state.status);
}

function assessed(state: KnownChange, { risk }: RiskLookups, status: KnownChange['status']): ChangeEvent[] {
  if (!risk) return [];
  const after: RiskAssessment = assessRisk(risk);
  const before = state.details.risk;
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const keys = keysOf(state, { state: status, risk: after.level });
  return [{ type: 'ChangeRiskAssessed', data: { keys, risk: { before, after } } }];
}
