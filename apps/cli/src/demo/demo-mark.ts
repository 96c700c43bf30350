import type { TeamView } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { TEAMS } from './catalogue';

/** Which demo a system holds; written where people and the next run find it. */
export interface DemoMark {
  readonly seed: string;
  readonly incidents: number;
  /** ISO 8601. A later run tells the same year, so that it adds nothing. */
  readonly until: string;
}

const PATTERN = /^Opsledger demo company: seed (\S+), (\d+) incidents, the year up to (\S+)\.$/;

export const describe = ({ seed, incidents, until }: DemoMark): string =>
  `Opsledger demo company: seed ${seed}, ${incidents} incidents, the year up to ${until}.`;

export function markIn(description: string | null): DemoMark | undefined {
  const [, seed, incidents, until] = PATTERN.exec(description ?? '') ?? [];
  return seed ? { seed, incidents: Number(incidents), until: until! } : undefined;
}

/** The demo that a system holds already. */
export async function findMark(api: Api): Promise<DemoMark | undefined> {
  const desk = TEAMS.find(({ key }) => key === 'desk')!.name;
  const { items } = await api.get<{ items: TeamView[] }>('/v1/teams', { q: desk });
  return items.map(({ description }) => markIn(description)).find((mark) => mark !== undefined);
}
