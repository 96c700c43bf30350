import { parseDuration } from '@opsledger/business-time';
import type { Condition, SlaPolicy, SlaTarget } from '@opsledger/contracts';
import { implies, isPossible } from './condition';
import { valueFaults } from './named-values';

/** What is wrong with a policy, where, and what to do about it. */
export interface PolicyFault {
  /** JSON pointer into the policy. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** The conditions of a policy, and where they stand. */
export const conditionsOf = ({ appliesWhen, targets }: SlaPolicy): readonly (readonly [string, Condition])[] => [
  ...(appliesWhen ? [['/appliesWhen', appliesWhen] as const] : []),
  ...targets.flatMap((target, index) =>
    CONDITIONS.flatMap((name) => {
      const condition = target[name];
      return condition ? [[`/targets/${index}/${name}`, condition] as const] : [];
    }),
  ),
];

const CONDITIONS = ['startWhen', 'stopWhen', 'pauseWhen', 'cancelWhen'] as const;

/** Everything that would keep a policy from doing what it says; its shape is checked already. */
export function policyFaults(policy: SlaPolicy): readonly PolicyFault[] {
  const { appliesWhen, targets } = policy;
  const names = targets.map(({ name }) => name);
  return [
    ...valueFaults(conditionsOf(policy)),
    ...(appliesWhen ? impossible(appliesWhen, '/appliesWhen', 'The policy applies to no record') : []),
    ...targets.flatMap((target, index) => [
      ...targetFaults(target, `/targets/${index}`),
      ...(names.indexOf(target.name) < index
        ? [{ path: `/targets/${index}/name`, message: `${target.name} is there twice`, remedy: 'Rename one of them.' }]
        : []),
    ]),
  ];
}

function targetFaults(target: SlaTarget, path: string): readonly PolicyFault[] {
  const { startWhen, stopWhen, pauseWhen, cancelWhen } = target;
  const possible = [
    ...impossible(startWhen, `${path}/startWhen`, 'The clock never starts'),
    ...impossible(stopWhen, `${path}/stopWhen`, 'The clock never stops'),
  ];
  if (possible.length > 0) return [...durationFaults(target, path), ...possible];
  const faults: (PolicyFault | false)[] = [
    implies(startWhen, stopWhen) && {
      path: `${path}/stopWhen`,
      message: 'Whatever starts the clock stops it at once',
      remedy: 'Let it stop at what the start condition leaves out, e.g. start at open states and stop at resolved.',
    },
    pauseWhen !== undefined &&
      isPossible({ all: [startWhen, pauseWhen] }) && {
        path: `${path}/pauseWhen`,
        message: 'A record can start and pause the clock at once',
        remedy:
          'Leave out of the start condition what pauses the clock: add {"not": …} with the pause condition to it.',
      },
    pauseWhen !== undefined &&
      implies(pauseWhen, stopWhen) && {
        path: `${path}/pauseWhen`,
        message: 'Whatever pauses the clock stops it',
        remedy: 'Leave the pause condition out, or let the clock stop at something else.',
      },
    cancelWhen !== undefined &&
      implies(startWhen, cancelWhen) && {
        path: `${path}/cancelWhen`,
        message: 'Whatever starts the clock cancels it at once',
        remedy: 'Let the start condition leave out what cancels the clock.',
      },
  ];
  return [...durationFaults(target, path), ...faults.filter((fault) => fault !== false)];
}

function durationFaults({ duration }: SlaTarget, path: string): readonly PolicyFault[] {
  try {
    parseDuration(duration);
    return [];
  } catch (error) {
    const [message, ...remedy] = (error as RangeError).message.split(/(?<=\.) /);
    return [{ path: `${path}/duration`, message: message!.replace(/\.$/, ''), remedy: remedy.join(' ') }];
  }
}

const impossible = (condition: Condition, path: string, message: string): readonly PolicyFault[] =>
  isPossible(condition)
    ? []
    : [{ path, message, remedy: 'No record can be all of that at once: look for a field that is to have two values.' }];
