import { ROLES, STAFF, type CommandContract, type QueryContract, type Role } from '@opsledger/contracts';
import { code, note, services, table } from './reference';

/** Whom a role is for, and what the tables do not show. */
const HOLDERS: Readonly<Record<Role, { readonly who: string; readonly more: string }>> = {
  requester: {
    who: 'everybody who asks for help',
    more:
      'They log incidents for themselves and see those they called in or watch, without work notes; changes they asked for ' +
      'or are named in as an approver; public articles that are live. Any other record does not exist for them. Whoever is ' +
      'registered without a word about roles is a requester.',
  },
  agent: {
    who: 'people at the service desk and in support teams, and integrations that work for them',
    more: 'They do the daily work on incidents, problems, changes, configuration items and articles.',
  },
  'problem-manager': {
    who: 'those who answer for problem management',
    more: 'They end problems, accept their risk, and decide on trends and on the rule that finds them.',
  },
  'change-manager': {
    who: 'those who answer for changes and releases',
    more:
      'They approve templates, keep windows and CAB meetings, and may override collisions with a reason. Approving is for ' +
      'those a change names: the role alone approves nothing.',
  },
  'cab-member': {
    who: 'members of the change advisory board',
    more: 'They read what they decide on, and answer where a change names them.',
  },
  'config-manager': {
    who: 'those who answer for the configuration management database',
    more: 'They keep classes, the precedence of sources, reconciliations, quarantined rows and baselines.',
  },
  'knowledge-editor': {
    who: 'those who answer for the knowledge base',
    more: 'They publish and retire articles; never a version that they wrote in.',
  },
  'service-owner': {
    who: 'those who answer for a service',
    more: 'They keep its calendars, service levels and commitments of availability, and bring its releases out.',
  },
  analyst: {
    who: 'those who measure, and dashboards and pipelines that read',
    more: 'They read every report and follow the log: `GET /v1/events` is for them. They change nothing.',
  },
  admin: {
    who: 'those who run the suite',
    more:
      'Whoever holds it may do everything that any role may. Below is what nobody else may do; projections and dead ' +
      'letters are theirs as well, and so is recording history late with `Opsledger-Occurred-At`. Nobody takes the role ' +
      'from themselves, so that one administrator stays.',
  },
};

/** Besides `admin`. */
const holds = (roles: readonly Role[], role: Role): boolean =>
  role === 'admin' ? roles.every((one) => one === 'admin') : roles.includes(role);

const isForStaff = (roles: readonly Role[]): boolean => STAFF.every((role) => role === 'admin' || holds(roles, role));
const isForAll = (roles: readonly Role[]): boolean => isForStaff(roles) && holds(roles, 'requester');

/** By service, what those may do and read whom `may` finds among the roles asked for. */
function granted(may: (roles: readonly Role[]) => boolean): string {
  const rows = services.flatMap(({ title, commands, queries }) => {
    const row = [title, summariesOf(commands, may), summariesOf(queries, may)];
    return row.slice(1).every((cell) => cell === NOTHING) ? [] : [row];
  });
  return table(['', 'may do', 'may read'], rows);
}

const NOTHING = '–';

const summariesOf = (contracts: readonly Offered[], may: (roles: readonly Role[]) => boolean): string =>
  contracts.flatMap(({ route, roles, summary }) => (route && may(roles) ? [summary] : [])).join('; ') || NOTHING;

type Offered = Pick<CommandContract | QueryContract, 'route' | 'roles' | 'summary'>;

function sectionOf(role: Role): string {
  const { who, more } = HOLDERS[role];
  const isToldAbove = role === 'requester' ? isForAll : isForStaff;
  return `## ${role}\n\nFor ${who}. ${more}\n\n${granted((roles) => holds(roles, role) && !isToldAbove(roles))}\n`;
}

/** What holders of each role may do, by the contracts. */
export const rolesReference = (): string => `${note}# Roles

A person, and an access token, holds one role or several; what they permit adds up. ${code('admin')} grants and takes them
(${code('POST /v1/people/:id/grant-roles')}, ${code('revoke-roles')}). A person's token carries those of its roles that the
person holds at the moment of the request; a token of an integration holds its own. Which role a route needs stands in
[routes](routes.md).

${table(
  ['role', 'for whom'],
  ROLES.map((role) => [`[${role}](#${role})`, HOLDERS[role].who]),
)}

What stands under a role comes on top of what everybody, or all staff, may.

## Everybody

${granted(isForAll)}

## All staff

Whoever holds any role but ${code('requester')}.

${granted((roles) => isForStaff(roles) && !isForAll(roles))}

${ROLES.map(sectionOf).join('\n')}`;
