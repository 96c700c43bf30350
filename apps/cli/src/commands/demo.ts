import type { Command } from 'commander';
import { CliError, EXIT } from '../client/errors';
import { sendDemo } from '../demo/send-demo';
import type { Context } from '../program';
import { counted } from '../terminal/table';

const SIZES: Readonly<Record<string, number>> = { small: 300, medium: 3_000, large: 20_000 };

export function addDemo(program: Command, context: Context): void {
  program
    .command('demo')
    .description('fill an empty system with a year of a mid-size company’s operations')
    .option('--size <size>', `${Object.keys(SIZES).join(', ')} or a number of incidents`, 'medium')
    .option('--seed <seed>', 'another seed tells another year', '1')
    .option('--into-existing', 'begin although there are other records; nothing of a demo can be taken out again')
    .addHelpText(
      'after',
      `
Sizes: ${Object.entries(SIZES)
        .map(([name, incidents]) => `${name} ${incidents.toLocaleString('en')}`)
        .join(', ')} incidents.
The same seed and size tell the same year: a second run adds nothing, a run that broke off goes on.

Examples:
  opsledger demo
  opsledger demo --size small --seed 7`,
    )
    .action(async ({ size, seed, intoExisting }: { size: string; seed: string; intoExisting?: boolean }) => {
      const wanted = { seed: checkedSeed(seed), incidents: incidentsIn(size), intoExisting };
      const result = await sendDemo(wanted, { api: context.api(), terminal: context, clock: context.clock });
      const { incidents, commands, recorded, diverged, mark } = result;
      context.out.write(
        recorded === 0
          ? `Nothing new: ${counted(incidents, 'incident')} of the year up to ${mark.until} were there.\n`
          : `${counted(incidents, 'incident')} of the year up to ${mark.until}: ${counted(commands, 'command')}, ${counted(recorded, 'new fact')}.\n`,
      );
      if (diverged > 0) context.out.write(`${counted(diverged, 'record')} went another way since; left as they are.\n`);
    });
}

function incidentsIn(size: string): number {
  const incidents = Object.hasOwn(SIZES, size) ? SIZES[size]! : /^\d{1,7}$/.test(size) ? Number(size) : 0;
  if (incidents > 0 && incidents <= 1_000_000) return incidents;
  throw new CliError(
    `--size: "${size}" is neither ${Object.keys(SIZES).join(', ')} nor a number of incidents.`,
    EXIT.usage,
  );
}

function checkedSeed(seed: string): string {
  if (/^[\w.-]{1,40}$/.test(seed)) return seed;
  throw new CliError('--seed: use up to 40 letters, digits, dots, dashes or underscores.', EXIT.usage);
}
