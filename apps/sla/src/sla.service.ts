import type { ServiceDefinition } from '@opsledger/service-kit';
import { slaCalendar } from './calendar/calendar';
import { lookups } from './lookups/lookups';
import { slaPolicy } from './policy/policy';
import { problems } from './problems';
import { getSlaCalendar, getSlaPolicy, listSlaCalendars, listSlaPolicies } from './queries/definitions';
import { getIncidentClocks } from './queries/get-incident-clocks';
import { simulateSlas } from './queries/simulate-slas';
import { slaCalendars, slaPolicies } from './read-models/definitions';

/** What was promised, on which calendar, and whether it was kept. */
export const slaService: ServiceDefinition = {
  name: 'sla',
  aggregates: [slaCalendar, slaPolicy],
  lookups,
  projections: [slaCalendars, slaPolicies],
  processes: [],
  queries: {
    ListSlaCalendars: listSlaCalendars,
    GetSlaCalendar: getSlaCalendar,
    ListSlaPolicies: listSlaPolicies,
    GetSlaPolicy: getSlaPolicy,
    GetIncidentClocks: getIncidentClocks,
    SimulateSlas: simulateSlas,
  },
  problems,
};
