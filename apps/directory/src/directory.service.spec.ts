import { accessTokenIdIn, hashAccessToken, makeAccessToken } from '@opsledger/contracts';
import { ADMIN, aRunningDirectory, type RunningDirectory } from './directory.fixture';

let directory: RunningDirectory;
beforeAll(async () => (directory = await aRunningDirectory()));
afterAll(() => directory.stop());

const NOW = '2026-03-02T09:00:00.000Z';
const YESTERDAY = '2026-03-01T09:00:00.000Z';
const LAST_YEAR = '2025-03-02T09:00:00.000Z';
let counter = 0;
const unique = (name: string) => `${name} ${(counter += 1)}`;

beforeEach(() => directory.clock.set(NOW));

async function aPerson(data: object = {}) {
  const name = unique('Person');
  const { id } = await directory.command('RegisterPerson', undefined, { name, ...data });
  return { id, name };
}

async function aTeam() {
  const name = unique('Team');
  const { id } = await directory.command('FormTeam', undefined, { name });
  return { id, name };
}

const join = (team: { id: string }, person: { id: string }, period: object = {}) =>
  directory.command('AddTeamMember', team.id, { person: person.id, ...period });
const check = (team: string, person: string | undefined, at = NOW) =>
  directory.query('CheckMembership', { teamId: team, ...(person && { personId: person }), at }, 'none');

describe('people', () => {
  test('are listed by name, page after page, none twice', async () => {
    const names = ['zoe', 'Anna', 'bob', 'Bob'].map((name) => `${name} of the list`);
    for (const name of names) await directory.command('RegisterPerson', undefined, { name });
    const shown: string[] = [];
    let after: string | undefined;
    do {
      const page = await directory.query('ListPeople', { q: 'OF THE LIST', limit: 1, ...(after && { after }) });
      shown.push(...page.items.map(({ name }: { name: string }) => name));
      after = page.next;
    } while (after);
    expect(shown.map((name) => name.toLowerCase())).toEqual(names.map((name) => name.toLowerCase()).sort());
    expect(new Set(shown).size).toBe(4);
  });

  test('are found by e-mail, role and standing', async () => {
    const { id } = await aPerson({ email: 'root_1@example.org', roles: ['analyst', 'agent'] });
    await directory.command('DeactivatePerson', id, {});
    const ids = async (filter: object) =>
      (await directory.query('ListPeople', filter)).items.map((item: { id: string }) => item.id);
    expect(await ids({ q: 'root_1' })).toEqual([id]);
    expect(await ids({ q: 'rootx1' })).toEqual([]);
    for (const q of ['1 ROOT', 'root_1@example', '1 example.org root'])
      expect(await ids({ q, active: false })).toEqual([id]);
    expect(await ids({ role: 'analyst', active: false })).toEqual([id]);
    expect(await ids({ q: 'root_1', active: true })).toEqual([]);
  });

  test('are found by every word of a name, also by one that is a common word', async () => {
    const { id } = await aPerson({ name: 'Will Quennell' });
    await aPerson({ name: 'Can Quennell' });
    const { items } = await directory.query('ListPeople', { q: 'quenn will' });
    expect(items).toMatchObject([{ id }]);
  });

  test('are shown as they are and as they were', async () => {
    const { id, name } = await aPerson();
    directory.clock.advance(3_600_000);
    await directory.command('RenamePerson', id, { name: 'Renamed' });
    await directory.command('GrantRoles', id, { roles: ['agent'] });
    expect(await directory.query('GetPerson', { id })).toEqual({
      id,
      name: 'Renamed',
      email: null,
      oidcSubject: null,
      active: true,
      roles: ['requester', 'agent'],
      registeredAt: NOW,
      deactivatedAt: null,
      version: 4,
    });
    const before = await directory.query('GetPerson', { id, asOf: NOW });
    expect(before).toMatchObject({ name, roles: ['requester'], version: 2 });
    await expect(directory.query('GetPerson', { id, asOf: YESTERDAY })).rejects.toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });

  test('an e-mail address belongs to one active person', async () => {
    await aPerson({ email: 'one@example.org' });
    await directory.query('ListPeople');
    await expect(aPerson({ email: 'ONE@example.org' })).rejects.toMatchObject({ status: 409, code: 'email-taken' });
  });

  test('registering again under the same id adds nothing', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const person = { name: 'Imported', email: 'imported@example.org' };
    expect(await directory.command('RegisterPerson', id, person)).toMatchObject({ id, version: 2, recorded: 2 });
    await directory.query('ListPeople');
    expect(await directory.command('RegisterPerson', id, person)).toMatchObject({ id, version: 2, recorded: 0 });
  });
});

describe('what several want in the same moment', () => {
  const granted = (asked: readonly PromiseSettledResult<unknown>[]) =>
    asked.filter(({ status }) => status === 'fulfilled');
  const refusals = (asked: readonly PromiseSettledResult<unknown>[]) =>
    asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as { status: number; code: string }] : []));

  test.each([
    ['e-mail address', 'email-taken', { email: 'wanted@example.org' }],
    ['sign-in', 'sign-in-taken', { oidcSubject: 'idp|wanted' }],
  ])('an %s goes to one of them', async (_what, code, wanted) => {
    const register = () => directory.command('RegisterPerson', undefined, { name: unique('Person'), ...wanted });
    const asked = await Promise.allSettled([register(), register(), register()]);
    expect(granted(asked)).toHaveLength(1);
    expect(refusals(asked)).toMatchObject([
      { status: 409, code },
      { status: 409, code },
    ]);
  });

  test('an address goes to one, whether they are new, are given another, or come back', async () => {
    const email = 'one-of-three@example.org';
    const [absent, other] = [await aPerson({ email }), await aPerson({ email: 'other-of-three@example.org' })];
    await directory.command('DeactivatePerson', absent.id);
    const asked = await Promise.allSettled([
      directory.command('ReactivatePerson', absent.id),
      directory.command('ChangePersonEmail', other.id, { email: email.toUpperCase() }),
      aPerson({ email }),
    ]);
    expect(granted(asked)).toHaveLength(1);
    expect(refusals(asked).map(({ code }) => code)).toEqual(['email-taken', 'email-taken']);
  });

  test('a name of a team goes to one of them', async () => {
    const name = unique('Wanted');
    const [form, rename] = [() => directory.command('FormTeam', undefined, { name }), await aTeam()];
    const asked = await Promise.allSettled([
      form(),
      directory.command('RenameTeam', rename.id, { name: name.toLowerCase() }),
      form(),
    ]);
    expect(granted(asked)).toHaveLength(1);
    expect(refusals(asked).map(({ code }) => code)).toEqual(['team-name-taken', 'team-name-taken']);
  });
});

describe('a person who comes back', () => {
  const register = (data: object) =>
    directory.command('RegisterPerson', undefined, { name: unique('Person'), ...data });

  test.each([
    ['address', 'email-taken', { email: 'shared@example.org' }, { email: 'other@example.org' }],
    ['sign-in', 'sign-in-taken', { oidcSubject: 'idp|shared' }, undefined],
  ])('whose %s was given to somebody else is refused until it is free', async (_what, code, shared, other) => {
    const { id } = await register(shared);
    await directory.command('DeactivatePerson', id);
    await directory.query('ListPeople');
    const successor = await register(shared);
    await directory.query('ListPeople');
    await expect(directory.command('ReactivatePerson', id)).rejects.toMatchObject({ status: 409, code });
    expect(await directory.query('GetPerson', { id })).toMatchObject({ active: false });

    if (other) await directory.command('ChangePersonEmail', id, other);
    else await directory.command('DeactivatePerson', successor.id);
    await directory.query('ListPeople');
    expect(await directory.command('ReactivatePerson', id)).toMatchObject({ recorded: 1 });
  });
});

describe('teams', () => {
  test('are shown with who is in them now or was then', async () => {
    const [team, person] = [await aTeam(), await aPerson()];
    await join(team, person, { from: LAST_YEAR, to: YESTERDAY });
    expect(await directory.query('GetTeam', { id: team.id })).toMatchObject({
      name: team.name,
      members: 0,
      version: 2,
    });
    const listed = await directory.query('ListTeams', { q: team.name });
    expect(listed.items).toMatchObject([{ id: team.id, members: 0 }]);
    const backwards = team.name.split(' ').reverse().join(' ');
    expect((await directory.query('ListTeams', { q: backwards })).items).toMatchObject([{ id: team.id }]);

    const member = { person, team, from: LAST_YEAR, to: YESTERDAY };
    const members = (params: object) => directory.query('ListTeamMembers', { id: team.id, ...params });
    expect(await members({})).toEqual({ items: [] });
    expect(await members({ asOf: LAST_YEAR })).toEqual({ items: [member] });
    expect(await members({ asOf: YESTERDAY })).toEqual({ items: [] });
    expect(await members({ history: true })).toEqual({ items: [member] });
    expect(await directory.query('ListPersonTeams', { id: person.id, asOf: LAST_YEAR })).toEqual({ items: [member] });
  });

  test('a correction moves a period, and a withdrawn one is gone', async () => {
    const [team, person] = [await aTeam(), await aPerson()];
    await join(team, person, { from: YESTERDAY });
    const correct = (from: string, period: object | null) =>
      directory.command('CorrectTeamMembership', team.id, { person: person.id, from, period });
    const periods = async () =>
      (await directory.query('ListTeamMembers', { id: team.id, history: true })).items.map(
        ({ from, to }: { from: string; to: string | null }) => [from, to],
      );

    await correct(YESTERDAY, { from: LAST_YEAR, to: null });
    expect(await periods()).toEqual([[LAST_YEAR, null]]);
    await directory.command('EndTeamMembership', team.id, { person: person.id, at: YESTERDAY });
    expect(await periods()).toEqual([[LAST_YEAR, YESTERDAY]]);
    await correct(LAST_YEAR, null);
    expect(await periods()).toEqual([]);
  });

  test('members of one name who came at once are in one order, however they were added', async () => {
    const [team, ...people] = [await aTeam(), await aPerson(), await aPerson(), await aPerson()];
    const ids = people.map(({ id }) => id).sort();
    for (const id of ids.toReversed()) {
      await directory.command('RenamePerson', id, { name: 'Namesake' });
      await join(team, { id }, { from: LAST_YEAR });
    }
    const { items } = await directory.query('ListTeamMembers', { id: team.id });
    expect(items.map(({ person }: { person: { id: string } }) => person.id)).toEqual(ids);
  });

  test('memberships show the names of today', async () => {
    const [team, person] = [await aTeam(), await aPerson()];
    await join(team, person);
    await directory.command('RenamePerson', person.id, { name: 'New name' });
    await directory.command('RenameTeam', team.id, { name: `${team.name} renamed` });
    const { items } = await directory.query('ListTeamMembers', { id: team.id });
    expect(items).toMatchObject([{ person: { name: 'New name' }, team: { name: `${team.name} renamed` } }]);
  });

  test('a name belongs to one active team', async () => {
    const team = await aTeam();
    await directory.query('ListTeams');
    const again = () => directory.command('FormTeam', undefined, { name: team.name.toUpperCase() });
    await expect(again()).rejects.toMatchObject({ code: 'team-name-taken', extensions: { team } });
    await directory.command('DisbandTeam', team.id);
    await directory.query('ListTeams');
    await again();
  });

  test('unknown ones are not found', async () => {
    const id = '99999999-9999-4999-8999-999999999999';
    for (const query of ['ListTeamMembers', 'ListPersonTeams', 'GetTeam', 'GetPerson'] as const)
      await expect(directory.query(query, { id })).rejects.toMatchObject({
        status: 404,
        code: 'not-found',
        message: expect.stringMatching(/There is no .* GET \/v1\/(teams|people) lists them/),
      });
    await expect(directory.command('RenameTeam', id, { name: 'x' })).rejects.toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });
});

describe('CheckMembership', () => {
  test('knows what was acknowledged a moment ago, without a position', async () => {
    const [team, person] = [await aTeam(), await aPerson()];
    expect(await check(team.id, person.id)).toEqual({ team, person, member: false });
    await join(team, person);
    expect(await check(team.id, person.id)).toEqual({ team, person, member: true });
    expect(await check(team.id, person.id, YESTERDAY)).toEqual({ team, person, member: false });
    await directory.command('EndTeamMembership', team.id, { person: person.id, at: '2026-03-02T10:00:00Z' });
    expect(await check(team.id, person.id, '2026-03-02T09:59:59.999Z')).toMatchObject({ member: true });
    expect(await check(team.id, person.id, '2026-03-02T12:00:00+02:00')).toMatchObject({ member: false });
  });

  test('a person need not be named', async () => {
    const team = await aTeam();
    expect(await check(team.id, undefined)).toEqual({ team, person: null, member: false });
  });

  test('what is unknown, or ended by then, is null', async () => {
    const [team, person] = [await aTeam(), await aPerson()];
    await join(team, person, { from: LAST_YEAR });
    await directory.command('DisbandTeam', team.id);
    await directory.command('DeactivatePerson', person.id);
    expect(await check(team.id, person.id)).toEqual({ team: null, person: null, member: false });
    expect(await check(team.id, person.id, YESTERDAY)).toEqual({ team, person, member: true });
    expect(await check('t-unknown', 'p-unknown')).toEqual({ team: null, person: null, member: false });
  });
});

describe('AuthenticateToken', () => {
  const authenticate = (token: { id?: string; tokenHash: string }) =>
    directory.query('AuthenticateToken', token, 'none');

  async function aToken(data: object) {
    const { id, tokenHash } = makeAccessToken();
    await directory.command('IssueAccessToken', id, { tokenHash, label: 'grafana', ...data });
    return { id, tokenHash };
  }

  test('an integration, until it expires or is revoked', async () => {
    const expiresAt = '2026-03-02T10:00:00.000Z';
    const token = await aToken({ roles: ['analyst'], expiresAt });
    const actor = { id: token.id, name: 'grafana', kind: 'service' };
    expect(await authenticate(token)).toEqual({ actor, roles: ['analyst'], expiresAt });
    directory.clock.set(expiresAt);
    expect(await authenticate(token)).toBeNull();
    directory.clock.set(NOW);
    await directory.command('RevokeAccessToken', token.id, {});
    expect(await authenticate(token)).toBeNull();
  });

  test('a person, with the roles that token and person both have, as long as the person is active', async () => {
    const person = await aPerson({ roles: ['agent', 'analyst'] });
    const token = await aToken({ person: person.id, roles: ['agent', 'analyst'] });
    expect(await authenticate(token)).toMatchObject({
      actor: { ...person, kind: 'person' },
      roles: ['agent', 'analyst'],
    });
    await directory.command('RevokeRoles', person.id, { roles: ['analyst'] });
    expect(await authenticate(token)).toMatchObject({ roles: ['agent'] });
    await directory.command('DeactivatePerson', person.id);
    expect(await authenticate(token)).toBeNull();
    await directory.command('ReactivatePerson', person.id);
    expect(await authenticate(token)).toMatchObject({ roles: ['agent'] });
  });

  test('an unknown token, and one that names the record of another', async () => {
    expect(await authenticate({ tokenHash: '0'.repeat(64) })).toBeNull();
    const { id, tokenHash } = await aToken({ roles: ['agent'] });
    expect(await authenticate({ id, tokenHash: '0'.repeat(64) })).toBeNull();
    expect(await authenticate({ tokenHash })).toBeNull();
  });

  test('a token that names no record is found by its hash', async () => {
    const tokenHash = hashAccessToken('chosen by the operator');
    const { id } = await directory.command('IssueAccessToken', accessTokenIdIn('chosen by the operator'), {
      ...{ tokenHash, label: 'operator', roles: ['agent'] },
    });
    expect(await authenticate({ tokenHash })).toMatchObject({ actor: { id } });
  });

  test('a request that is sent again issues no second token, though another was made for it', async () => {
    const { id, tokenHash } = makeAccessToken();
    const issue = (tokenHash: string) =>
      directory.services.command({
        ...{ service: 'directory', type: 'IssueAccessToken', id, now: NOW, actor: ADMIN, correlationId: 'spec' },
        data: { tokenHash, label: 'grafana', roles: ['agent'] },
        request: { key: 'k', digest: 'd' },
      });
    const first = await issue(tokenHash);
    const again = makeAccessToken(id);
    expect(await issue(again.tokenHash)).toEqual({ ...first, repeated: true });
    expect(await authenticate({ id, tokenHash })).not.toBeNull();
    expect(await authenticate({ id, tokenHash: again.tokenHash })).toBeNull();
  });

  test('tokens are listed by state, newest first, without hashes', async () => {
    const person = await aPerson({ roles: ['agent'] });
    const old = await aToken({ person: person.id, roles: ['agent'], expiresAt: '2026-03-02T09:30:00Z' });
    directory.clock.advance(3_600_000);
    const revoked = await aToken({ person: person.id, roles: ['agent'] });
    await directory.command('RevokeAccessToken', revoked.id);
    directory.clock.advance(1_000);
    const active = await aToken({ person: person.id, roles: ['agent'] });
    const list = async (filter: object) =>
      (await directory.query('ListAccessTokens', { person: person.id, ...filter })).items;
    expect(await list({})).toMatchObject([
      { id: active.id, state: 'active', issuedBy: { id: ADMIN.id, name: 'Admin' } },
      { id: revoked.id, state: 'revoked' },
      { id: old.id, state: 'expired' },
    ]);
    for (const [state, { id }] of Object.entries({ active, revoked, expired: old }))
      expect(await list({ state })).toMatchObject([{ id }]);
    expect(JSON.stringify(await list({}))).not.toContain(active.tokenHash);
  });
});
