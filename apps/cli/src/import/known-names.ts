import { ListPeople, ListTeams, type PersonView, type Reference, type TeamView } from '@opsledger/contracts';
import type { HistoryFact } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { counted } from '../terminal/table';
import { everyItem } from './every-item';

type Kind = 'team' | 'person';

const EXAMPLES = 20;

/**
 * What the directory has already: an active team means its name, an active person their e-mail address and sign-in.
 * Capitals count where they count in the directory, in a sign-in alone.
 */
export class KnownNames {
  private readonly ids = new Set<string>();
  private readonly called = new Map<string, Reference[]>();
  private readonly matched = new Map<string, string>();
  private readonly ambiguous = new Map<string, string>();

  constructor(teams: readonly TeamView[] = [], people: readonly PersonView[] = []) {
    for (const { id } of [...teams, ...people]) this.ids.add(id);
    for (const { id, name, active } of teams) if (active) this.call(`team ${name.toLowerCase()}`, { id, name });
    for (const { id, name, active, email, oidcSubject } of people) {
      if (!active) continue;
      if (oidcSubject) this.call(`sign-in ${oidcSubject}`, { id, name });
      if (email) this.call(`e-mail ${email.toLowerCase()}`, { id, name });
    }
  }

  static async of(api: Api): Promise<KnownNames> {
    const [teams, people] = await Promise.all([
      everyItem<TeamView>(api, ListTeams, {}),
      everyItem<PersonView>(api, ListPeople, {}),
    ]);
    return new KnownNames(teams, people);
  }

  has({ id }: Reference): boolean {
    return this.ids.has(id);
  }

  /**
   * The facts with those of the directory where the source names them. Which facts there are, and their keys, is settled
   * before: the same file adds nothing when the directory has come to know a name since.
   */
  in(facts: readonly HistoryFact[]): readonly HistoryFact[] {
    return facts.map((fact) => named(fact, (kind, reference) => this.meant(kind, reference)));
  }

  /** What people should know of the names that were looked up. */
  get remarks(): string[] {
    const matched = [...this.matched.values()];
    const more = matched.length > EXAMPLES ? `, and ${matched.length - EXAMPLES} more` : '';
    const names = counted(matched.length, 'name of the file stands', 'names of the file stand');
    const examples = matched.slice(0, EXAMPLES).join(', ');
    return [
      ...this.ambiguous.values(),
      ...(matched.length > 0 ? [`${names} for what the directory has already: ${examples}${more}.`] : []),
    ];
  }

  private call(name: string, reference: Reference): void {
    this.called.set(name, [...(this.called.get(name) ?? []), reference]);
  }

  private meant(kind: Kind, reference: Reference): Reference {
    // What an import made known before goes on under its own id, whatever it is called now.
    if (this.has(reference)) return reference;
    const { name } = reference;
    const [first, second] = this.candidates(kind, name);
    if (!first) return reference;
    if (second) {
      const why = 'neither was taken. Give it as the e-mail address or sign-in of one of them alone.';
      this.ambiguous.set(
        name,
        `"${name}" may be ${[first.name, second.name].sort().join(' or ')} of the directory: ${why}`,
      );
      return reference;
    }
    const called = `${kind} ${name}`;
    this.matched.set(called, first.name === name ? called : `${called} (${first.name})`);
    return first;
  }

  private candidates(kind: Kind, name: string): readonly Reference[] {
    const inAnyCase = name.toLowerCase();
    const names = kind === 'team' ? [`team ${inAnyCase}`] : [`sign-in ${name}`, `e-mail ${inAnyCase}`];
    const found = names.flatMap((called) => this.called.get(called) ?? []);
    return [...new Map(found.map((reference) => [reference.id, reference])).values()];
  }
}

/** The fact with every team and person of it named anew. */
function named(fact: HistoryFact, name: (kind: Kind, reference: Reference) => Reference): HistoryFact {
  const maybe = (kind: Kind, reference: Reference | null) => reference && name(kind, reference);
  const by = name('person', fact.by);
  switch (fact.type) {
    case 'IncidentLogged':
      return { ...fact, by, data: { ...fact.data, caller: maybe('person', fact.data.caller) } };
    case 'IncidentAssigned': {
      const { before, after } = fact.data.assignment;
      const held = ({ team, person }: typeof before) => ({
        team: maybe('team', team),
        person: maybe('person', person),
      });
      return { ...fact, by, data: { ...fact.data, assignment: { before: held(before), after: held(after) } } };
    }
    default:
      return { ...fact, by };
  }
}
