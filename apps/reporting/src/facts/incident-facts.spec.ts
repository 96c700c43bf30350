import { factOf } from '../fixtures/fold.fixture';
import { Story } from '../fixtures/story.fixture';

const NINE = '2026-03-02T09:00:00.000Z';
const network = { id: 't-net', name: 'Network' };
const server = { id: 't-srv', name: 'Server' };
const at = (minutes: number) => new Date(Date.parse(NINE) + minutes * 60_000).toISOString();
const story = (beginning = {}) => new Story({ at: NINE, ...beginning });

test('an incident that was logged is open', () => {
  const fact = factOf(story({ team: network, loggedByTeam: server, priority: 'P2', category: 'LAN' }));
  expect(fact).toMatchObject({
    state: 'new',
    priority: 'P2',
    priority_at_opening: 'P2',
    category: 'LAN',
    channel: 'phone',
    team: 'Network',
    first_team: 'Network',
    first_assigned_at: NINE,
    logging_team: 'Server',
    opened_at: NINE,
    open_from: [NINE],
    open_to: [null],
    ended_at: null,
    contradictions: 0,
    external_source: null,
  });
});

test('dimensions are those of the last fact, the priority at opening stays', () => {
  expect(factOf(story().after(1).prioritised('P1'))).toMatchObject({ priority: 'P1', priority_at_opening: 'P3' });
});

describe('acknowledgement', () => {
  test('the first human one counts, automatic ones do not', () => {
    const fact = factOf(story().after(1).acknowledged(true).after(4).acknowledged().after(10).acknowledged());
    expect(fact).toMatchObject({ acknowledged_at: at(5) });
  });

  test('one that became known late, but was earlier, counts', () => {
    expect(factOf(story().after(9).acknowledged().after(-5).acknowledged())).toMatchObject({ acknowledged_at: at(4) });
  });
});

describe('teams', () => {
  test('path, first team, team now and at the resolution', () => {
    const fact = factOf(
      story().after(1).assigned(network).after(1).assigned(server).after(1).assigned(network).after(1).resolved(),
    );
    expect(fact).toMatchObject({
      first_team: 'Network',
      first_assigned_at: at(1),
      resolving_team: 'Network',
      reassignments: 2,
      team_path: [
        { id: 't-net', name: 'Network', from: at(1) },
        { id: 't-srv', name: 'Server', from: at(2) },
        { id: 't-net', name: 'Network', from: at(3) },
      ],
    });
  });

  test('a change of person is no step of the path', () => {
    const fact = factOf(story().after(1).assigned(network).after(1).assigned(network, { id: 'p', name: 'P' }));
    expect(fact?.team_path).toHaveLength(1);
  });

  test('a person without a team is an assignment, but no first team', () => {
    const fact = factOf(story().after(1).assigned(null, { id: 'p', name: 'P' }).after(1).assigned(server));
    expect(fact).toMatchObject({ first_assigned_at: at(1), first_team: 'Server', team_path: [{ id: 't-srv' }] });
  });
});

describe('hold', () => {
  test('seconds add up over holds and by reason', () => {
    const fact = factOf(
      story()
        .started()
        .after(10)
        .putOnHold('caller')
        .after(5)
        .heldFor('vendor')
        .after(7)
        .resumed()
        .after(3)
        .putOnHold('caller')
        .after(1)
        .resumed(),
    );
    expect(fact).toMatchObject({
      holds: 2,
      held_seconds: 13 * 60,
      held_seconds_by_reason: { caller: 6 * 60, vendor: 7 * 60 },
      hold_since: null,
      hold_reason: null,
    });
  });

  test('resolving, canceling and closing end it', () => {
    const held = () => story().started().putOnHold('vendor').after(2);
    const over = { held_seconds: 120, hold_since: null };
    expect(factOf(held().resolved())).toMatchObject({ ...over, held_seconds_to_first_resolution: 120 });
    expect(factOf(held().canceled())).toMatchObject(over);
    expect(factOf(held().closed())).toMatchObject(over);
  });

  test('what goes on is not added up yet', () => {
    expect(factOf(story().started().putOnHold('problem').after(2).acknowledged())).toMatchObject({
      held_seconds: 0,
      hold_reason: 'problem',
      hold_since: NINE,
    });
  });

  test('one that ends before it begins lasted no time', () => {
    expect(factOf(story().started().putOnHold('vendor').after(-2).resumed())).toMatchObject({ held_seconds: 0 });
  });
});

describe('resolution', () => {
  test('first and final, and the time between them not in the backlog', () => {
    const fact = factOf(
      story()
        .started()
        .after(10)
        .resolved()
        .after(20)
        .reopened()
        .after(5)
        .putOnHold('caller')
        .after(5)
        .resolved('other'),
    );
    expect(fact).toMatchObject({
      first_resolved_at: at(10),
      resolved_at: at(40),
      ended_at: at(40),
      open_from: [NINE, at(30)],
      open_to: [at(10), at(40)],
      resolutions: 2,
      reopens: 1,
      resolution_code: 'other',
      held_seconds: 300,
      held_seconds_to_first_resolution: 0,
    });
  });

  test('one that did not hold is none', () => {
    expect(factOf(story().after(10).resolved().after(5).reopened())).toMatchObject({
      first_resolved_at: at(10),
      resolved_at: null,
      resolution_code: null,
      resolving_team: null,
      ended_at: null,
      open_to: [at(10), null],
    });
  });

  test('closing leaves the end where the resolution put it', () => {
    expect(factOf(story().after(10).resolved().after(60).closed())).toMatchObject({
      ended_at: at(10),
      closed_at: at(70),
      open_to: [at(10)],
    });
  });

  test('closing without a resolution, and canceling, end it', () => {
    expect(factOf(story().after(10).closed())).toMatchObject({
      resolved_at: null,
      ended_at: at(10),
      closed_at: at(10),
    });
    expect(factOf(story().after(10).canceled())).toMatchObject({ canceled_at: at(10), ended_at: at(10) });
  });

  test('history that resolves before it opens keeps its times, but was never open', () => {
    const imported = { batch: 'b-1', source: 'servicenow', row: 7 };
    expect(factOf(story({ imported }).resolved('fixed', at(-60), 'resolved before opened'))).toMatchObject({
      import_batch: 'b-1',
      external_source: 'servicenow',
      external_number: 'EXT-1',
      contradictions: 1,
      resolved_at: at(-60),
      open_from: [NINE],
      open_to: [NINE],
    });
  });
});

describe('duplicates', () => {
  test('by link, as long as it lasts', () => {
    expect(factOf(story().duplicateOf('other'))).toMatchObject({ duplicate: true, duplicate_of: 'other' });
    expect(factOf(story().duplicateOf('other').noDuplicateOf('other'))).toMatchObject({ duplicate: false });
  });

  test('by code, as long as the resolution holds', () => {
    expect(factOf(story().resolved('duplicate'))).toMatchObject({ duplicate: true });
    expect(factOf(story().resolved('duplicate').reopened())).toMatchObject({ duplicate: false });
  });
});

describe('major incidents', () => {
  test('promised updates count once: on time, late, or missing', () => {
    const fact = factOf(
      story()
        .acceptedAsMajor()
        .updated(null, true)
        .updated(at(30), true)
        .updateMissed(at(60))
        .updated(at(60), false)
        .updated(at(90), false)
        .updateMissed(at(120)),
    );
    expect(fact).toMatchObject({
      major: 'accepted',
      major_accepted_at: NINE,
      major_updates_on_time: 1,
      major_updates_late: 3,
    });
  });
});

test('an import that was withdrawn leaves nothing', () => {
  expect(factOf(story().resolved().withdrawn())).toBeUndefined();
});

test('events of an incident that is not shown change nothing', () => {
  const unheard = story();
  unheard.events.shift();
  expect(factOf(unheard.acknowledged())).toBeUndefined();
});
