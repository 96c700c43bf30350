import type { CommandOf, IncidentEvent, LinkAttachment } from '@opsledger/contracts';
import { requireNotEnded, requireOwn } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

export function linkAttachment(command: CommandOf<typeof LinkAttachment>, state: KnownIncident): IncidentEvent[] {
  requireOwn(command, state);
  requireNotEnded(state, 'it takes attachments');
  const { url, name } = command.data;
  if (state.details.attachments.some((it) => it.url === url && it.name === name)) return [];
  return [{ type: 'IncidentAttachmentLinked', data: { keys: keysOf(state), url, name } }];
}
