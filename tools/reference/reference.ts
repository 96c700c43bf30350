import {
  CI_STAGE_TRANSITIONS,
  ARTICLE_TRANSITIONS,
  CAB_MEETING_TRANSITIONS,
  CHANGE_TEMPLATE_TRANSITIONS,
  CHANGE_TRANSITIONS,
  INCIDENT_TRANSITIONS,
  PROBLEM_TRANSITIONS,
  TREND_TRANSITIONS,
  DEPLOYMENT_TRANSITIONS,
  RELEASE_TRANSITIONS,
  changeContracts,
  cloudEventType,
  cmdbContracts,
  directoryContracts,
  incidentContracts,
  knowledgeContracts,
  problemContracts,
  publicPayload,
  reportingContracts,
  slaContracts,
  timelineContracts,
  type ServiceContracts,
} from '@opsledger/contracts';

export const services: readonly ServiceContracts[] = [
  incidentContracts,
  problemContracts,
  changeContracts,
  cmdbContracts,
  knowledgeContracts,
  directoryContracts,
  slaContracts,
  timelineContracts,
  reportingContracts,
];

export const note =
  '<!-- Generated from libs/contracts. UPDATE_REFERENCE=1 npx jest tools/reference writes it anew. -->\n';

export const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const fields = (schema: { properties?: Record<string, unknown>; required?: string[] }): string =>
  Object.keys(schema.properties ?? {})
    .map((name) => code(schema.required?.includes(name) ? name : `${name}?`))
    .join(', ') || '–';

const besidesAdmin = (roles: readonly string[]): string => roles.filter((role) => role !== 'admin').join(', ') || '–';

/** Routes by service: who may, what they do, which fields they take. */
export function routesReference(): string {
  const offering = services.filter(({ commands, queries }) => commands.length + queries.length > 0);
  const sections = offering.map(({ title, commands, queries }) => {
    const rows = [
      ...queries.flatMap(({ route, roles, summary, params }) =>
        route ? [[code(route), summary, besidesAdmin(roles), fields(params)]] : [],
      ),
      ...commands.flatMap((command) => {
        const { route, roles, summary } = command;
        return route ? [[code(route), summary, besidesAdmin(roles), fields(publicPayload(command))]] : [];
      }),
    ];
    return `## ${title}\n\n${table(['route', 'what it does', 'roles besides admin', 'fields'], rows)}`;
  });
  return `${note}# Routes\n\nThe running suite serves these as OpenAPI 3.1 under \`/v1/openapi.json\` and to browse under \`/docs\`; there also the feed of events and its schemas, projections and dead letters, and \`PUT\` under an id of the client's own where importers may choose it.\n\n${sections.join('\n\n')}\n`;
}

/** Every fact that may be in the log, with its fields. */
export function eventsReference(): string {
  const sections = services
    .filter(({ events }) => events.length > 0)
    .map(({ title, events }) => {
      const rows = events.map((event) => [
        code(event.name),
        event.summary,
        fields(event.data),
        code(cloudEventType(event)),
      ]);
      return `## ${title}\n\n${table(['event', 'meaning', 'data', 'CloudEvents type'], rows)}`;
    });
  return `${note}# Events\n\nThe JSON Schema of each is served under \`/v1/schemas/<CloudEvents type>\`; the feed is \`GET /v1/events\`.\n\n${sections.join('\n\n')}\n`;
}

interface PublishedLifeCycle {
  readonly title: string;
  readonly first: string;
  readonly transitions: Readonly<Record<string, readonly string[]>>;
}

const lifeCycles: readonly PublishedLifeCycle[] = [
  { title: 'Incident', first: 'new', transitions: INCIDENT_TRANSITIONS },
  { title: 'Problem', first: 'logged', transitions: PROBLEM_TRANSITIONS },
  { title: 'Problem trend', first: 'proposed', transitions: TREND_TRANSITIONS },
  { title: 'Configuration item (stage)', first: 'planned', transitions: CI_STAGE_TRANSITIONS },
  { title: 'Article', first: 'draft', transitions: ARTICLE_TRANSITIONS },
  { title: 'Change', first: 'draft', transitions: CHANGE_TRANSITIONS },
  { title: 'Change template', first: 'draft', transitions: CHANGE_TEMPLATE_TRANSITIONS },
  { title: 'CAB meeting', first: 'planned', transitions: CAB_MEETING_TRANSITIONS },
  { title: 'Release', first: 'planning', transitions: RELEASE_TRANSITIONS },
  { title: 'Deployment', first: 'running', transitions: DEPLOYMENT_TRANSITIONS },
];

/** The life cycles of all records: the tables that decisions read. */
export const lifeCyclesReference = (): string =>
  `${note}# Life cycles\n\n${lifeCycles.map(lifeCycleSection).join('\n')}`;

function lifeCycleSection({ title, first, transitions }: PublishedLifeCycle): string {
  const moves = Object.entries(transitions);
  const arrows = moves.flatMap(([from, next]) => next.map((to) => `  ${from} --> ${to}`));
  const rows = moves.map(([from, next]) => [code(from), next.map(code).join(', ') || 'an end']);
  const picture = `\`\`\`mermaid\nstateDiagram-v2\n  [*] --> ${first}\n${arrows.join('\n')}\n\`\`\``;
  return `## ${title}\n\n${picture}\n\n${table(['from', 'to'], rows)}\n`;
}
