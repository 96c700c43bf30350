import { Payload, commandsOf } from '../kit';
import { SlaCalendar } from './calendar';
import { SlaPolicy } from './policy';

const calendar = commandsOf('sla', 'slacalendar');
const policy = commandsOf('sla', 'slapolicy');
const roles = ['service-owner'] as const;

const versions = 'Clocks that run keep the version they began with; nothing already judged is judged again.';

/** The caller may name the id: a calendar that is there stays as it is. Refused when windows or zone make no sense. */
export const CreateSlaCalendar = calendar('CreateSlaCalendar', {
  route: 'POST /v1/sla/calendars',
  roles,
  creates: 'or-extends',
  summary: 'Create a calendar that time is counted on',
  payload: SlaCalendar,
});

/** Replaces the whole definition; the same one again records nothing. */
export const ReviseSlaCalendar = calendar('ReviseSlaCalendar', {
  route: 'POST /v1/sla/calendars/:id/revise',
  roles,
  summary: 'Revise a calendar from now on',
  description: versions,
  payload: SlaCalendar,
});

/**
 * The caller may name the id: a policy that is there stays as it is. Also refused for a calendar or team that is
 * unknown.
 */
export const CreateSlaPolicy = policy('CreateSlaPolicy', {
  route: 'POST /v1/sla/policies',
  roles,
  creates: 'or-extends',
  summary: 'Create a policy: what is promised for which records',
  description:
    'Of several policies of one kind that apply to a record, the one created first counts. Refused, with reason and ' +
    'remedy, when a clock could never do what the policy says.',
  payload: SlaPolicy,
});

/**
 * Replaces the whole definition, the same one again records nothing; refused as `CreateSlaPolicy` is, and once
 * retired.
 */
export const ReviseSlaPolicy = policy('ReviseSlaPolicy', {
  route: 'POST /v1/sla/policies/:id/revise',
  roles,
  summary: 'Revise a policy for records that begin from now on',
  description: versions,
  payload: SlaPolicy,
});

/** Final; retiring again records nothing. */
export const RetireSlaPolicy = policy('RetireSlaPolicy', {
  route: 'POST /v1/sla/policies/:id/retire',
  roles,
  summary: 'Let a policy apply to nothing that begins from now on',
  payload: Payload({}),
});

/** What service owners define: the promises, and the hours they are counted in. */
export const slaCommands = [
  CreateSlaCalendar,
  ReviseSlaCalendar,
  CreateSlaPolicy,
  ReviseSlaPolicy,
  RetireSlaPolicy,
] as const;
