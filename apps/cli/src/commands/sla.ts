import { Option, type Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { jsonIn } from '../named-file';
import { agreementIn } from '../operations/beside-source';
import { fitSlas, type Tried } from '../operations/fit-slas';
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

const COMPARE_HELP = `
An imported incident may say whether its own system kept its promise (made_sla). Verdicts by the policies here are put
beside that. The policies of the source are not known: disagreement says that they differ, not that one is wrong.
To look for policies that fit better: opsledger sla fit.`;

const FIT_HELP = `
Tries one promise for all incidents in every combination of duration, calendar that is there, and with or without the
pauses of the target, and shows per priority which goes best with what the source says (made_sla). A source that misses
little agrees with whoever always says "met"; so promises are ranked by how well they find both what was made and what was
missed (BALANCED; 50 % is guessing). Nothing is written. Put what fits into a policy with
POST /v1/sla/policies/:id/revise, for incidents to come.

Example:
  opsledger sla fit --target resolution --durations PT4H,PT8H,PT24H,PT72H,2BD,5BD`;

const DURATIONS = 'PT4H,PT8H,PT16H,PT24H,PT48H,PT120H';

export function addSla(program: Command, context: Context): void {
  const parent = program.command('sla').description('service levels');
  const by = (group: string) => new Option('--by <group>', 'groups of the figures').choices(GROUPS).default(group);

  parent
    .command('simulate <file>')
    .description('what a policy or calendar would have made of all history')
    .addOption(by('target'))
    .option('--target <name>', 'only clocks of this target')
    .option('--json', 'the whole answer')
    .addHelpText('after', HELP)
    .action(async (file: string, { json, ...question }: Question) => {
      const simulated = await simulate(context.api(), context, { ...proposalIn(file), ...question });
      context.out.write(json ? `${JSON.stringify(simulated, undefined, 2)}\n` : told(simulated));
    });

  parent
    .command('compare')
    .description('verdicts beside what the source of imported incidents said')
    .addOption(by('priority'))
    .option('--target <name>', 'only clocks of this target', 'resolution')
    .option('--json', 'the whole answer')
    .addHelpText('after', COMPARE_HELP)
    .action(async ({ json, ...question }: Question) => {
      const simulated = await simulate(context.api(), context, question);
      context.out.write(json ? `${JSON.stringify(simulated, undefined, 2)}\n` : compared(simulated));
    });

  parent
    .command('fit')
    .description('look for the promise that goes best with what the source of imported incidents said')
    .option('--target <name>', 'the target to try', 'resolution')
    .option('--durations <list>', 'durations to try, comma separated', DURATIONS)
    .option('--json', 'everything that was tried')
    .addHelpText('after', FIT_HELP)
    .action(async ({ target, durations, json }: { target: string; durations: string; json?: boolean }) => {
      const tried = await fitSlas(context.api(), context, {
        target,
        durations: durations.split(',').map((one) => one.trim()),
      });
      context.out.write(json ? `${JSON.stringify(tried, undefined, 2)}\n` : fitted(tried));
    });
}

interface Question {
  readonly by: string;
  readonly target?: string;
  readonly json?: boolean;
}

function proposalIn(file: string): object {
  const proposal = jsonIn(file);
  if (typeof proposal === 'object' && proposal !== null && !Array.isArray(proposal)) return proposal;
  throw new CliError(
    `${file} holds no JSON object; \`opsledger sla simulate --help\` shows what it should say.`,
    EXIT.usage,
  );
}

const percentOf = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const percent = ({ compliance }: Tally): string => percentOf(compliance);

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

const NO_SOURCE = 'No imported incident says whether its promise was kept where it came from (made_sla).\n';

function compared({ groups, disagreements }: Simulated): string {
  const rows = groups.map(({ group, after: { source } }) => {
    const { made, missed } = source;
    const { share, balanced } = agreementIn(source);
    const counts = [made.met, missed.breached, made.breached, missed.met] as const;
    return [group ?? '–', ...counts, percentOf(share), percentOf(balanced)] as const;
  });
  if (groups.every(({ after }) => agreementIn(after.source).records === 0)) return NO_SOURCE;
  const headings = ['GROUP', 'BOTH MET', 'BOTH BREACHED', 'BREACHED HERE', 'BREACHED THERE', 'AGREE', 'BALANCED'];
  const shown = disagreements.slice(0, SHOWN);
  const reasons = shown.map(({ number, target, source, ours, why }) => [number, target, source, ours, why] as const);
  return [
    table(headings, rows),
    ...(shown.length > 0 ? ['\n', table(['INCIDENT', 'TARGET', 'THERE', 'HERE', 'WHY HERE'], reasons)] : []),
    ...(disagreements.length > shown.length ? [`… and more: --json\n`] : []),
  ].join('');
}

/** Per priority. */
const FITS_SHOWN = 3;

function fitted(tried: readonly Tried[]): string {
  const known = tried.filter(({ agreement }) => agreement.records > 0);
  if (known.length === 0) return NO_SOURCE;
  const places = new Map<string, number>();
  const best = known.filter(({ priority }) => {
    const place = (places.get(priority) ?? 0) + 1;
    places.set(priority, place);
    return place <= FITS_SHOWN;
  });
  const rows = best.map(({ priority, duration, calendar, pauses, agreement: { records, agree, share, balanced } }) => {
    const promise = [priority, duration, calendar, pauses ? 'yes' : 'no'] as const;
    return [...promise, agree, records, percentOf(share), percentOf(balanced)] as const;
  });
  return table(['PRIORITY', 'DURATION', 'CALENDAR', 'PAUSES', 'AGREE', 'OF', 'SHARE', 'BALANCED'], rows);
}
