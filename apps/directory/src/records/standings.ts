import type { MembershipPeriod, PersonEvent, Role, TeamEvent } from '@opsledger/contracts';
import { streamOf, type EventStore, type RecordedEvent } from '@opsledger/event-store';
import * as accessTokens from '../access-token/access-token-state';
import * as people from '../person/person-state';
import { includes } from '../team/periods';
import * as teams from '../team/team-state';
import { FoldedStreams } from './folded-streams';

/** Since when something stopped being in force; null while it is. */
interface Standing<State> {
  readonly record: State;
  readonly endedAt: string | null;
}

/** The records of the directory as the log has them now. */
export class Standings {
  private static readonly byStore = new WeakMap<EventStore, Standings>();

  /** One per log, so that its cache is shared by lookups and queries. */
  static of(store: EventStore): Standings {
    const known = Standings.byStore.get(store) ?? new Standings(store);
    Standings.byStore.set(store, known);
    return known;
  }

  private readonly people: FoldedStreams<Standing<people.Person>>;
  private readonly teams: FoldedStreams<Standing<teams.Team>>;
  private readonly tokens: FoldedStreams<accessTokens.AccessToken>;

  private constructor(store: EventStore) {
    this.people = new FoldedStreams(store, { record: { status: 'unknown' }, endedAt: null }, personAfter);
    this.teams = new FoldedStreams(store, { record: { status: 'unknown' }, endedAt: null }, teamAfter);
    this.tokens = new FoldedStreams<accessTokens.AccessToken>(store, { status: 'unknown' }, accessTokens.evolve);
  }

  async person(id: string): Promise<PersonStanding | null> {
    const { record, endedAt } = await this.people.read(streamOf('person', id));
    if (record.status === 'unknown') return null;
    const { name, email, oidcSubject, roles } = record;
    return { name, email, oidcSubject, roles, endedAt };
  }

  async team(id: string): Promise<TeamStanding | null> {
    const { record, endedAt } = await this.teams.read(streamOf('team', id));
    if (record.status === 'unknown') return null;
    const periodsOf = (person: string) => record.memberships.filter((membership) => membership.person.id === person);
    return { name: record.name, endedAt, hadMember: (person, at) => periodsOf(person).some((it) => includes(it, at)) };
  }

  accessToken(id: string): Promise<accessTokens.AccessToken> {
    return this.tokens.read(streamOf('accesstoken', id));
  }
}

interface PersonStanding {
  readonly name: string;
  readonly email: string | null;
  readonly oidcSubject: string | null;
  readonly roles: readonly Role[];
  /** When the person was deactivated; null while active. */
  readonly endedAt: string | null;
}

interface TeamStanding {
  readonly name: string;
  /** When the team was disbanded; null while it works. */
  readonly endedAt: string | null;
  hadMember(person: string, at: string): boolean;
}

/** Whether something that may have ended was still in force. */
export const inForce = ({ endedAt }: { readonly endedAt: string | null }, at: string): boolean =>
  includes({ from: '', to: endedAt } satisfies MembershipPeriod, at);

function personAfter({ record, endedAt }: Standing<people.Person>, event: RecordedEvent<PersonEvent>) {
  if (event.type === 'PersonDeactivated') endedAt = event.occurredAt;
  if (event.type === 'PersonReactivated') endedAt = null;
  return { record: people.evolve(record, event as unknown as PersonEvent), endedAt };
}

function teamAfter({ record, endedAt }: Standing<teams.Team>, event: RecordedEvent<TeamEvent>) {
  return {
    record: teams.evolve(record, event as unknown as TeamEvent),
    endedAt: event.type === 'TeamDisbanded' ? event.occurredAt : endedAt,
  };
}
