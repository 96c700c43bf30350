import type { ServiceDefinition } from '@opsledger/service-kit';
import { availabilityCommitment } from './availability/commitment';
import { slaCalendar } from './calendar/calendar';
import { lookups } from './lookups/lookups';
import { slaPolicy } from './policy/policy';
import { problems } from './problems';
import { actOnDeadlines } from './processes/act-on-deadlines';
import { lookAtClocks } from './processes/look-at-clocks';
import { getSlaCalendar, getSlaPolicy, listSlaCalendars, listSlaPolicies } from './queries/definitions';
import { getSlaClock, getSlaClockLedger } from './queries/get-clock';
import { getIncidentClocks } from './queries/get-incident-clocks';
import { listSlaClocks } from './queries/list-clocks';
import { listAvailabilityCommitments } from './queries/list-availability-commitments';
import { reportAvailability } from './queries/report-availability';
import { getSimulationProgress, simulateSlas } from './queries/simulate-slas';
import { slaClockList } from './read-models/clocks';
import { availabilityCommitments, slaCalendars, slaPolicies } from './read-models/definitions';
import { slaClocks } from './watch/clocks';

/** What was promised, on which calendar, and whether it was kept. */
export const slaService: ServiceDefinition = {
  name: 'sla',
  aggregates: [slaCalendar, slaPolicy, slaClocks, availabilityCommitment],
  lookups,
  projections: [slaCalendars, slaPolicies, slaClockList, availabilityCommitments],
  processes: [lookAtClocks, actOnDeadlines],
  queries: {
    ListSlaCalendars: listSlaCalendars,
    GetSlaCalendar: getSlaCalendar,
    ListSlaPolicies: listSlaPolicies,
    GetSlaPolicy: getSlaPolicy,
    ListSlaClocks: listSlaClocks,
    GetSlaClock: getSlaClock,
    GetSlaClockLedger: getSlaClockLedger,
    GetIncidentClocks: getIncidentClocks,
    ListAvailabilityCommitments: listAvailabilityCommitments,
    ReportAvailability: reportAvailability,
    SimulateSlas: simulateSlas,
    GetSimulationProgress: getSimulationProgress,
  },
  problems,
};
