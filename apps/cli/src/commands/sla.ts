import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { simulate, type Simulated, type Tally } from '../operations/simulate-slas';
import type { Context } from '../program';
import { counted, table } from '../terminal/table';

const HELP = `
FILE is JSON with what is proposed: {"policies": [{"id": "…", "definition": {…}}], "calendars": [{"id": "…", "definition": {…}}]}.
Without an id a policy is tried before all others; with the id of one that is there it takes its place. Begin with what
GET /v1/sla/policies answers. Nothing is written.`;

const GROUPS = ['target', 'priority', 'team', 'service', 'category'];
/** More would scroll the figures away; --json has a thousand. */
const SHOWN = 10;

export function addSla(program: Command, context: Context): void {
  program
    .command('sla')
    .description('service levels')
    .command('simulate <file>')
    .description('what a policy or calendar would have made of all history')
    .addOption(new Option('--by <group>', 'groups of the figures').choices(GROUPS).default('target'))
    .option('--json', 'the whole answer')
    .addHelpText('after', HELP)
    .action(async (file: string, { by, json }: { by: string; json?: boolean }) => {
      const simulated = await simulate(context.api(), { ...proposalIn(file), by });
      context.out.write(json ? `${JSON.stringify(simulated, undefined, 2)}\n` : told(simulated));
    });
}

function proposalIn(file: string): object {
  try {
    const proposal: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof proposal === 'object' && proposal !== null && !Array.isArray(proposal)) return proposal;
  } catch (error) {
    throw new CliError(`${file} cannot be read as JSON: ${(error as Error).message}.`, EXIT.usage);
  }
  throw new CliError(
    `${file} holds no JSON object; \`opsledger sla simulate --help\` shows what it should say.`,
    EXIT.usage,
  );
}

const percent = ({ compliance }: Tally): string => (compliance === null ? '–' : `${(compliance * 100).toFixed(1)} %`);

function told({ incidents, groups, flips, examples }: Simulated): string {
  const rows = groups.map(
    ({ group, before, after }) =>
      [group ?? '–', percent(before), percent(after), before.met, after.met, before.breached, after.breached] as const,
  );
  const headings = ['GROUP', 'NOW', 'THEN', 'MET NOW', 'MET THEN', 'BREACHED NOW', 'BREACHED THEN'];
  const shown = examples.slice(0, SHOWN);
  const changed = shown.map(({ number, target, before, after, why }) => [number, target, before, after, why] as const);
  return [
    `${counted(incidents, 'incident')} judged twice; ${counted(flips, 'verdict')} would be another.\n\n`,
    table(headings, rows),
    ...(shown.length > 0 ? ['\n', table(['INCIDENT', 'TARGET', 'NOW', 'THEN', 'WHY'], changed)] : []),
    ...(flips > shown.length ? [`… and ${(flips - shown.length).toLocaleString('en')} more: --json\n`] : []),
  ].join('');
}
