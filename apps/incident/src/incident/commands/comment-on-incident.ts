import type { CommandOf, CommentOnIncident, IncidentEvent } from '@opsledger/contracts';
import { requireNotEnded, requireOwn } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';
import { resumed } from '../resumed';

export function commentOnIncident(command: CommandOf<typeof CommentOnIncident>, state: KnownIncident): IncidentEvent[] {
  requireOwn(command, state);
  requireNotEnded(state, 'it takes comments');
  const byCaller = command.actor.id === state.details.caller?.id;
  const commented: IncidentEvent = {
    type: 'IncidentCommented',
    data: { keys: keysOf(state), body: command.data.body, byCaller },
  };
  // What the caller was waited for has come.
  const isAnswer = byCaller && state.status === 'on_hold' && state.hold.reason === 'caller';
  return isAnswer ? [commented, resumed(state, 'caller_replied')] : [commented];
}
