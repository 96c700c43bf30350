import { TEAMS, type TeamKey } from './catalogue';
import { namesOf } from './names';
import type { Random } from './random';
import { DAY, HOUR } from './times';

/** Somebody who works in a team, from some time to some other, perhaps still. */
interface Membership {
  readonly team: TeamKey;
  readonly from: number;
  readonly to: number | null;
}

export interface Person {
  /** Stays the same whatever the directory calls them. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly joined: number;
  /** When they left the company. */
  readonly left: number | null;
  readonly memberships: readonly Membership[];
}

/** The people of a mid-size company over one year. */
export interface Company {
  readonly agents: readonly Person[];
  readonly employees: readonly Person[];
}

/** A twelfth leaves in the year and is replaced, some of the service desk move on to other teams; the rest stays. */
export function companyOf(random: Random, from: number, to: number, employees = 180): Company {
  const seats = TEAMS.flatMap(({ key, size }) => Array.from({ length: size }, () => key));
  const leavers = seats.map(() => random.chance(1 / 12));
  const names = namesOf(seats.length + leavers.filter(Boolean).length + employees, random);
  const before = from - 400 * DAY;
  const agents: Person[] = [];
  const hire = (joined: number, left: number | null, memberships: readonly Membership[]): void => {
    const name = names[agents.length]!;
    agents.push({ key: `agent-${agents.length + 1}`, name, email: emailOf(name), joined, left, memberships });
  };
  seats.forEach((team, seat) => {
    const joined = before + random.between(0, 300) * DAY;
    const turn = morning(from + random.between(40, 330) * DAY, to);
    if (leavers[seat]) {
      hire(joined, turn, [{ team, from: joined, to: turn }]);
      const successor = Math.min(turn + random.between(1, 30) * DAY, to);
      hire(successor, null, [{ team, from: successor, to: null }]);
    } else if (team === 'desk' && seat % 4 === 3) {
      const next = random.pick(['workplace', 'network', 'security'] as const);
      hire(joined, null, [
        { team, from: joined, to: turn },
        { team: next, from: turn, to: null },
      ]);
    } else {
      hire(joined, null, [{ team, from: joined, to: null }]);
    }
  });
  const others = names.slice(agents.length, agents.length + employees).map((name, index): Person => ({
    key: `employee-${index + 1}`,
    name,
    email: emailOf(name),
    joined: before,
    left: null,
    memberships: [],
  }));
  return { agents, employees: others };
}

const morning = (at: number, to: number): number => Math.min(Math.floor(at / DAY) * DAY + 8 * HOUR, to);

const emailOf = (name: string): string => `${name.toLowerCase().replace(' ', '.')}@example.com`;

/** Who is in a team at an instant. */
export const membersAt = ({ agents }: Company, team: TeamKey, at: number): readonly Person[] =>
  agents.filter(({ memberships }) =>
    memberships.some(
      (membership) => membership.team === team && membership.from <= at && (membership.to ?? Infinity) > at,
    ),
  );
