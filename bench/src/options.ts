import { Command, InvalidArgumentError } from 'commander';

export const SECTIONS = [
  'appends',
  'http',
  'read-your-writes',
  'lists',
  'rebuild',
  'import',
  'sla',
  'deadlines',
  'start',
  'cmdb',
  'knowledge',
  'changes',
  'problems',
] as const;
/** Measured only when they are named: the first needs Java, and Maven the first time; the second takes its time. */
const ON_REQUEST = ['kafka', 'endurance'] as const;

interface Options {
  readonly full?: boolean;
  readonly seconds?: number;
  readonly only?: readonly string[];
}

/** What is to be measured. Ends the process with 2 where that cannot be told: nothing is measured by mistake. */
export function optionsOf(argv: readonly string[]): Options {
  const program = new Command('bench')
    .description(
      'Measures the suite on this machine, beside a peer and a bare baseline on the same PostgreSQL in the same run.\n' +
        'Prints a table and writes JSON under bench/results. Asserts nothing.',
    )
    .option('--full', 'the sizes the goals speak of: 100,000 incidents, longer rounds (about 10 minutes)')
    .option('--seconds <n>', 'length of one round', secondsOf)
    .option(
      '--only <sections>',
      `some of: ${SECTIONS.join(', ')}; and only when named ${ON_REQUEST.join(' (needs Java), ')} (takes minutes)`,
      sectionsOf,
    )
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  return program.parse(argv).opts<Options>();
}

export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3_600) return seconds;
  throw new InvalidArgumentError('Give a number of seconds, such as 5.');
}

export function sectionsOf(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => ![...SECTIONS, ...ON_REQUEST].some((known) => known === name));
  if (unknown.length === 0) return names;
  const known = [...SECTIONS, ...ON_REQUEST].join(', ');
  throw new InvalidArgumentError(`There is no ${unknown.join(', no ')}; there are ${known}, with commas between.`);
}
