import {
  INCIDENT_TRANSITIONS,
  cloudEventType,
  directoryContracts,
  incidentContracts,
  reportingContracts,
  slaContracts,
  type ServiceContracts,
} from '@opsledger/contracts';

export const services: readonly ServiceContracts[] = [
  incidentContracts,
  directoryContracts,
  slaContracts,
  reportingContracts,
];

const note = '<!-- Generated from libs/contracts. UPDATE_REFERENCE=1 npx jest tools/reference writes it anew. -->\n';

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const fields = (schema: { properties?: Record<string, unknown>; required?: string[] }): string =>
  Object.keys(schema.properties ?? {})
    .map((name) => code(schema.required?.includes(name) ? name : `${name}?`))
    .join(', ') || '–';

/** Routes by service: who may, what they do, which fields they take. */
export function routesReference(): string {
  const sections = services.map(({ title, commands, queries }) => {
    const rows = [
      ...queries.flatMap(({ route, roles, summary, params }) =>
        route ? [[code(route), summary, roles.join(', '), fields(params)]] : [],
      ),
      ...commands.flatMap(({ route, roles, summary, payload }) =>
        route ? [[code(route), summary, roles.join(', ') || 'admin', fields(payload)]] : [],
      ),
    ];
    return `## ${title}\n\n${table(['route', 'what it does', 'roles besides admin', 'fields'], rows)}`;
  });
  return `${note}# Routes\n\nThe running suite serves the same as OpenAPI 3.1 under \`/v1/openapi.json\` and to browse under \`/docs\`.\n\n${sections.join('\n\n')}\n`;
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

/** The life cycle of an incident: the table the decisions read. */
export function lifecycleReference(): string {
  const arrows = Object.entries(INCIDENT_TRANSITIONS).flatMap(([from, next]) =>
    next.map((to) => `  ${from} --> ${to}`),
  );
  const rows = Object.entries(INCIDENT_TRANSITIONS).map(([from, next]) => [
    code(from),
    next.map(code).join(', ') || 'an end',
  ]);
  return `${note}# Life cycle of an incident\n\n\`\`\`mermaid\nstateDiagram-v2\n  [*] --> new\n${arrows.join('\n')}\n\`\`\`\n\n${table(['from', 'to'], rows)}\n`;
}
