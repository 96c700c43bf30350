import { relayEnvironmentSchema } from '@opsledger/relay';
import { gatewayEnvironmentSchema, hostEnvironmentSchema } from '@opsledger/service-host';
import { distributedEnvironmentSchema, suiteEnvironmentSchema } from '@opsledger/suite';
import type { TObject } from '@sinclair/typebox';

interface Program {
  readonly title: string;
  readonly start: string;
  readonly schema: TObject;
  readonly more?: string;
}

const PROGRAMS: readonly Program[] = [
  {
    title: 'The suite in one process',
    start: '`npm start`',
    schema: suiteEnvironmentSchema,
    more: 'Where `KAFKA_BROKERS` is set, the other variables of the relay that begin with `KAFKA_` are read too.',
  },
  {
    title: 'The suite as a process each',
    start: '`npm run start:distributed`',
    schema: distributedEnvironmentSchema,
    more: 'Whatever else is in its environment goes on to the processes it starts.',
  },
  {
    title: 'One service',
    start: '`node apps/<service>/dist/main.js`',
    schema: hostEnvironmentSchema,
    more: '`OPSLEDGER_TOKEN` matters to the directory only.',
  },
  { title: 'The gateway', start: '`node apps/gateway/dist/main.js`', schema: gatewayEnvironmentSchema },
  { title: 'The relay', start: '`node apps/relay/dist/main.js`', schema: relayEnvironmentSchema },
];

const NOTE =
  '<!-- Generated from what the programs check. UPDATE_REFERENCE=1 npx jest tools/reference writes it anew. -->\n';

const code = (text: string): string => `\`${text}\``;

function rowOf(name: string, { properties, required = [] }: TObject): string {
  const { default: value, description = '' } = properties[name]!;
  const standard = value !== undefined ? code(String(value)) : required.includes(name) ? 'required' : '–';
  return `| ${code(name)} | ${standard} | ${String(description)} |`;
}

function sectionOf({ title, start, schema, more }: Program): string {
  const rows = Object.keys(schema.properties).map((name) => rowOf(name, schema));
  const text = more ? `${start}. ${more}` : `${start}.`;
  return `## ${title}\n\n${text}\n\n| variable | default | |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** What every program reads from its environment, told by the schemas it checks it with. */
export const configurationReference = (): string => `${NOTE}# Configuration

Read once at start from the environment; a wrong value is refused with the variable's name, all of them at once. Every
program but the command line tells the same with \`--help\`.

${PROGRAMS.map(sectionOf).join('\n')}
## The command line

| variable | default | |
|---|---|---|
| \`OPSLEDGER_URL\` | \`http://127.0.0.1:3000\` | where the command line finds the suite |
| \`OPSLEDGER_TOKEN\` | – | the access token it uses |
| \`OPSLEDGER_DATA\` | \`.opsledger\` | data directory whose log \`verify\` checks and \`migrate\` copies |
| \`DATABASE_URL\` | – | PostgreSQL whose log they read instead |
| \`EVENT_STORE\` | \`postgres\` | with \`kurrentdb\`, \`verify\` checks the log at \`KURRENTDB_URL\` |
| \`KURRENTDB_URL\` | – | that KurrentDB server |
| \`KURRENTDB_PREFIX\` | \`opsledger.\` | what the names of our streams begin with on a KurrentDB server |

Options of a command go before these.
`;
