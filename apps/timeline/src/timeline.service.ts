import type { ServiceDefinition } from '@opsledger/service-kit';
import { getTimeline } from './queries/get-timeline';
import { listLinks } from './queries/list-links';
import { recordLinks } from './read-models/record-links';

/** How records of all services hang together, and what happened along the way. Records nothing of its own. */
export const timelineService: ServiceDefinition = {
  name: 'timeline',
  aggregates: [],
  projections: [recordLinks],
  processes: [],
  queries: { GetTimeline: getTimeline, ListLinks: listLinks },
  problems: {},
};
