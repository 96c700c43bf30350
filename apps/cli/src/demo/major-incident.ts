import {
  AcceptMajorIncident,
  AcknowledgeIncident,
  AddWorkNote,
  AssignIncident,
  AssignMajorIncidentRole,
  CloseIncident,
  LogIncident,
  ProposeMajorIncident,
  ResolveIncident,
  ReviewMajorIncident,
  StartIncident,
  UpdateMajorIncidentStatus,
} from '@opsledger/contracts';
import { assignmentTo, memberOf, type Cast } from './cast';
import type { DemoService } from './catalogue';
import type { Random } from './random';
import { Storyline } from './story';
import { DAY, HOUR, MINUTE, iso, whenPeopleWork } from './times';

const CAUSES = [
  ['a release that exhausted the connection pool', 'Load test every release against production volumes.'],
  ['an expired intermediate certificate', 'Watch the expiry of every certificate in the chain.'],
  ['a full disk on the primary database', 'Alert at 80 % and keep archived logs elsewhere.'],
  ['a routing change at the provider', 'Ask the provider to announce changes; test the second line monthly.'],
] as const;

const UPDATE_EVERY = 30 * MINUTE;

/** A service is down for many: the incident is handled as a major one, with updates, and reviewed afterwards. */
export function majorIncident(cast: Cast, service: DemoService, at: number, random: Random): Storyline {
  const line = new Storyline(at);
  const [cause, lesson] = random.pick(CAUSES);
  const affected = random.pick(service.cis);
  line.tell(LogIncident, {
    title: `${service.name} is not available`,
    description: `${affected} does not answer; several alerts and calls at once.`,
    channel: 'monitoring',
    category: service.category,
    subcategory: 'Availability',
    service: cast.item(service.name),
    impact: 1,
    urgency: 1,
    cis: [cast.item(affected)],
  });
  line.wait(random.around(3) * MINUTE).tell(AcknowledgeIncident, {});
  const lead = memberOf(cast, service.team, line.at, random);
  line.wait(MINUTE).tell(AssignIncident, assignmentTo(cast, service.team, lead));
  line.wait(2 * MINUTE).tell(StartIncident, {});
  line
    .wait(random.around(5) * MINUTE)
    .tell(ProposeMajorIncident, { justification: `${service.name} is down for everybody.` });
  const manager = memberOf(cast, 'desk', line.at, random) ?? cast.company.employees[0]!;
  line.wait(4 * MINUTE).tell(AcceptMajorIncident, {
    manager: cast.reference(manager),
    nextUpdateDue: iso(line.at + UPDATE_EVERY),
  });
  if (lead) line.wait(MINUTE).tell(AssignMajorIncidentRole, { role: 'technical_lead', person: cast.reference(lead) });
  const accepted = line.at;
  const outage = Math.max(50 * MINUTE, random.around(130) * MINUTE);
  for (let due = accepted + UPDATE_EVERY; due < accepted + outage - 5 * MINUTE; due += UPDATE_EVERY) {
    // Most updates come in time; now and then the work is more pressing than the promise.
    line.waitUntil(due + random.between(random.chance(0.85) ? -6 : 1, random.chance(0.85) ? 0 : 9) * MINUTE);
    line.tell(UpdateMajorIncidentStatus, {
      message: `Work on ${affected} goes on; suspected cause: ${cause}.`,
      nextUpdateDue: iso(line.at + UPDATE_EVERY),
    });
  }
  line.wait(6 * MINUTE).tell(AddWorkNote, { body: `Confirmed: ${cause}.` });
  line
    .waitUntil(accepted + outage)
    .tell(ResolveIncident, { code: 'fixed', notes: `Removed the cause: ${cause}. Service confirmed by the users.` });
  line.wait(5 * MINUTE).tell(UpdateMajorIncidentStatus, { message: `${service.name} is back.`, nextUpdateDue: null });
  line.waitUntil(whenPeopleWork(line.at + random.between(1, 4) * DAY, 120)).tell(ReviewMajorIncident, {
    summary: `${service.name} was down for ${Math.round(outage / MINUTE)} minutes.`,
    causes: `It was caused by ${cause}.`,
    actions: [lesson],
  });
  line.wait(2 * HOUR).tell(CloseIncident, {});
  return line;
}
