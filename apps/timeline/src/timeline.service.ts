import type { ServiceDefinition } from '@opsledger/service-kit';
import { getChangeAftermath } from './queries/get-change-aftermath';
import { getIncidentInsights } from './queries/get-incident-insights';
import { getTimeline } from './queries/get-timeline';
import { listLinks } from './queries/list-links';
import { recordLinks } from './read-models/record-links';
import { withdrawals } from './read-models/withdrawals';

/** How records of all services hang together, and what happened along the way. Records nothing of its own. */
export const timelineService: ServiceDefinition = {
  name: 'timeline',
  aggregates: [],
  projections: [recordLinks, withdrawals],
  processes: [],
  queries: {
    GetTimeline: getTimeline,
    ListLinks: listLinks,
    GetIncidentInsights: getIncidentInsights,
    GetChangeAftermath: getChangeAftermath,
  },
  problems: {},
};
