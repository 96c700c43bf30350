import { FormTeam, RegisterPerson, type Reference } from '@opsledger/contracts';
import { atMost, type HistoryFact } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';

/** A team or person the directory would not take; the facts about incidents name them all the same. */
export interface Unregistered {
  readonly name: string;
  readonly why: string;
}

/** Whom the directory has already, under that id. */
interface Known {
  has(reference: Reference): boolean;
}

/**
 * Makes the teams and people of imported histories known to the directory, each once and under the id
 * that the facts use. Who and what is known there is left as it is.
 */
export class Registrar {
  private readonly asked = new Map<string, Promise<void>>();
  readonly unregistered: Unregistered[] = [];
  registered = 0;

  constructor(
    private readonly api: Api,
    private readonly known: Known,
  ) {}

  async register(facts: readonly HistoryFact[]): Promise<void> {
    const { teams, people } = namedIn(facts);
    await Promise.all([
      ...teams.filter(this.isNew).map((team) => this.once(team, () => this.send(FormTeam, team))),
      ...people.filter(this.isNew).map((person) => this.once(person, () => this.send(RegisterPerson, person))),
    ]);
  }

  private readonly isNew = (reference: Reference): boolean => !this.known.has(reference);

  private once({ id }: Reference, work: () => Promise<void>): Promise<void> {
    let asked = this.asked.get(id);
    if (!asked) {
      asked = work();
      this.asked.set(id, asked);
    }
    return asked;
  }

  private async send(contract: typeof FormTeam | typeof RegisterPerson, { id, name }: Reference): Promise<void> {
    try {
      const { maxLength = Infinity } = contract.payload.properties.name;
      const { recorded } = await this.api.put<Receipt>(`${pathOf(contract)}/${id}`, { name: atMost(maxLength, name) });
      if (recorded > 0) this.registered++;
    } catch (error) {
      // The name may be taken by a team that was formed here: a reason to tell, not to stop.
      if (!(error instanceof Refused)) throw error;
      this.unregistered.push({ name, why: error.detail });
    }
  }
}

function namedIn(facts: readonly HistoryFact[]): { teams: Reference[]; people: Reference[] } {
  const teams: Reference[] = [];
  const people: Reference[] = facts.map(({ by }) => by);
  for (const fact of facts) {
    if (fact.type === 'IncidentLogged' && fact.data.caller) people.push(fact.data.caller);
    if (fact.type !== 'IncidentAssigned') continue;
    const { team, person } = fact.data.assignment.after;
    if (team) teams.push(team);
    if (person) people.push(person);
  }
  return { teams, people };
}
