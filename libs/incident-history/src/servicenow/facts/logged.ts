import { DEFAULT_PRIORITY_MATRIX, priorityIn, type Channel, type Priority } from '@opsledger/contracts';
import { externalReference } from '../../identity';
import type { Mapping } from '../mapping';
import type { Picture } from '../picture';
import type { Update } from '../update';
import { classification } from './details';
import type { Statement } from './statement';

/** When the incident began, as well as the source tells. */
export const openedAt = (first: Update): string => first.openedAt ?? first.createdAt ?? first.at;

function openedAtReading({ openedAt, createdAt, readings }: Update): string | undefined {
  if (openedAt !== null) return readings.opened_at;
  return createdAt === null ? readings.sys_updated_at : readings.sys_created_at;
}

/**
 * How the incident came in, from the first update: what it looked like then is all that is known of it.
 * Category, service and a priority of the source's own have no place in the logging; they follow as facts,
 * at the same time and by the same author.
 */
export function beginning(first: Update, picture: Picture, number: string, mapping: Mapping): Statement[] {
  const at = openedAt(first);
  const by = first.text('opened_by') ?? first.text('sys_created_by');
  const known = classification(justLogged(picture), picture);
  return [logged(first, picture, number, mapping), ...known].map((one) => ({ ...one, at, by, isOfLogging: true }));
}

/** The picture that the facts of the logging give: assignment, links and state are what the first update did. */
export const asLogged = (picture: Picture): Picture => ({
  ...picture,
  state: 'new',
  hold: null,
  reopenCount: 0,
  team: null,
  person: null,
  reassignments: 0,
  madeSla: null,
  links: {},
});

const justLogged = (picture: Picture): Picture => ({
  ...picture,
  category: null,
  service: null,
  priority: derivedPriority(picture),
});

const derivedPriority = ({ impact, urgency }: Picture): Priority =>
  priorityIn(DEFAULT_PRIORITY_MATRIX, impact, urgency);

function logged(first: Update, picture: Picture, number: string, mapping: Mapping): Statement<'IncidentLogged'> {
  const caller = first.text('caller_id');
  const reading = openedAtReading(first);
  return {
    type: 'IncidentLogged',
    data: {
      title: picture.title,
      description: picture.description,
      caller: caller === null ? null : externalReference(mapping.source, 'person', caller),
      channel: channelOf(first.text('contact_type'), mapping),
      subcategory: picture.subcategory,
      location: picture.location,
      impact: picture.impact,
      urgency: picture.urgency,
      matrixVersion: picture.matrixVersion,
      loggedByTeam: null,
      external: { source: mapping.source, number },
    },
    ...(reading ? { contradiction: reading } : {}),
  };
}

const channelOf = (contactType: string | null, mapping: Mapping): Channel =>
  (contactType === null ? undefined : mapping.channels[contactType.toLowerCase()]) ?? 'other';
