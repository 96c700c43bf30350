import { benchAppends as measureAppends } from '../appends';
import type { Row } from '../report';

const GOALS: Readonly<Record<number, number>> = { 1: 1, 16: 5, 64: 10 };
const section = 'Appends, beside emmett-postgresql';

/** Appends per second of our store and of emmett's, and how many times more. */
export async function benchAppends(options: { databaseUrl: string; seconds: number }): Promise<Row[]> {
  const figures = await measureAppends(options);
  const rows: Row[] = [];
  for (const writers of Object.keys(GOALS).map(Number)) {
    const of = (store: string) => figures.find((figure) => figure.store === store && figure.writers === writers)!;
    const [ours, theirs] = [of('opsledger'), of('emmett-postgresql')];
    const at = `${writers} writer${writers > 1 ? 's' : ''}`;
    rows.push(
      { section, what: `opsledger, ${at}`, figure: ours.appendsPerSecond, unit: '/s' },
      { section, what: `opsledger p99, ${at}`, figure: ours.p99, unit: 'ms' },
      { section, what: `emmett-postgresql, ${at}`, figure: theirs.appendsPerSecond, unit: '/s' },
      {
        section,
        what: `ratio, ${at}`,
        figure: ours.appendsPerSecond / theirs.appendsPerSecond,
        unit: '×',
        goal: { atLeast: GOALS[writers]! },
      },
    );
  }
  return rows;
}
