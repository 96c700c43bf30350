import type { CommandOf, CorrectDeployment, DeploymentEvent } from '@opsledger/contracts';
import { utcMilliseconds } from '@opsledger/event-sourcing';
import { keysOf, type Findings, type KnownDeployment } from '../deployment-state';
import { requirePlausible } from '../plausible';

const instant = (given: string | null | undefined) => (given ? utcMilliseconds(given) : given);

/** What a person puts right stands, whatever pipelines report afterwards. */
export function correctDeployment(
  { data, now }: CommandOf<typeof CorrectDeployment>,
  state: KnownDeployment,
): DeploymentEvent[] {
  const { reason, finish, ...rest } = data;
  const given = {
    ...rest,
    committedAt: instant(data.committedAt),
    startedAt: instant(data.startedAt),
    rolledBackAt: instant(data.rolledBackAt),
    finish: finish ? { outcome: finish.outcome, at: utcMilliseconds(finish.at) } : finish,
  };
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const before = state.findings;
  const after: Findings = { ...before, ...told };
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  requirePlausible(state, after, now);
  const changed = <Field extends keyof Findings>(field: Field) => ({ before: before[field], after: after[field] });
  return [
    {
      type: 'DeploymentCorrected',
      data: {
        keys: keysOf(state, after),
        reason,
        commit: changed('commit'),
        label: changed('label'),
        committedAt: changed('committedAt'),
        startedAt: changed('startedAt'),
        unplannedFix: changed('unplannedFix'),
        finish: changed('finish'),
        rolledBackAt: changed('rolledBackAt'),
      },
    },
  ];
}
