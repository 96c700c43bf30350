import type { CommandOf, IncidentEvent, UnlinkAttachment } from '@opsledger/contracts';
import { keysOf, type KnownIncident } from '../incident-state';

/** Also from an incident that has ended: a document that must not be there may be found late. */
export const unlinkAttachment = (
  { data: { url } }: CommandOf<typeof UnlinkAttachment>,
  state: KnownIncident,
): IncidentEvent[] =>
  state.details.attachments.some((it) => it.url === url)
    ? [{ type: 'IncidentAttachmentUnlinked', data: { keys: keysOf(state), url } }]
    : [];
