import { importedIncidentId } from '@opsledger/contracts';
import { ROOT, runningIncidents, type RunningIncidents } from '../incident.fixture';

let incidents: RunningIncidents;
beforeAll(async () => (incidents = await runningIncidents()));
afterAll(() => incidents.stop());

/** Every test begins on a Monday at nine of its own: the clock of a log never goes back. */
let monday = Date.parse('2026-03-02T00:00:00.000Z');
const WEEK = 7 * 86_400_000;
const on = (day: number, time = '09:00:00.000') =>
  `${new Date(monday + day * 86_400_000).toISOString().slice(0, 10)}T${time}Z`;
beforeEach(() => {
  monday += 20 * WEEK;
  incidents.clock.set(on(0));
});

const log = () => incidents.command('LogIncident', undefined, { title: 'Printer on fire', impact: 2, urgency: 3 });
const give = (type: string, { id }: { id: string }, data: object = {}) => incidents.command(type, id, data);
const resolve = (it: { id: string }) => give('ResolveIncident', it, { code: 'fixed', notes: 'Extinguished.' });
const get = ({ id }: { id: string }) => incidents.query('GetIncident', { id });
const stateOf = async (it: { id: string }) => (await get(it)).state;
const at = async (instant: string) => {
  incidents.clock.set(instant);
  await incidents.settle();
};
const lastFactOf = async ({ id }: { id: string }) => (await incidents.query('GetIncidentHistory', { id })).items.at(-1);

describe('close after resolution', () => {
  test('five business days after it was resolved', async () => {
    const it = await log();
    await resolve(it);
    await at(on(7, '08:59:59.999'));
    expect(await stateOf(it)).toBe('resolved');
    await at(on(7));
    expect(await stateOf(it)).toBe('closed');
    expect(await lastFactOf(it)).toMatchObject({
      type: 'IncidentClosed',
      by: { kind: 'process' },
      data: { automatic: true },
    });
  });

  test('the last resolution counts, not the first and not later updates', async () => {
    const it = await log();
    await resolve(it);
    incidents.clock.set(on(2));
    await give('ReopenIncident', it, { reason: 'Burns again.' });
    await resolve(it);
    incidents.clock.set(on(4));
    await give('AddWorkNote', it, { body: 'Quiet.' });
    await at(on(8));
    expect(await stateOf(it)).toBe('resolved');
    await at(on(9));
    expect(await stateOf(it)).toBe('closed');
  });

  test('a reopened incident stays open, a major one waits for its review', async () => {
    const [open, major] = [await log(), await log()];
    await give('ProposeMajorIncident', major, { justification: 'big' });
    await give('AcceptMajorIncident', major);
    await resolve(major);
    await resolve(open);
    await give('ReopenIncident', open, { reason: 'Burns again.' });
    await at(on(91));
    expect(await stateOf(open)).toBe('in_progress');
    expect(await stateOf(major)).toBe('resolved');
  });
});

describe('resume at a time', () => {
  const hold = async (resumeAt?: string) => {
    const it = await log();
    await give('StartIncident', it);
    await give('PutIncidentOnHold', it, { reason: 'vendor', ...(resumeAt && { resumeAt }) });
    return it;
  };

  test('at the time set, not before', async () => {
    const it = await hold(on(1));
    await at(on(1, '08:00:00.000'));
    expect(await stateOf(it)).toBe('on_hold');
    await at(on(1));
    expect(await lastFactOf(it)).toMatchObject({ type: 'IncidentResumed', data: { because: 'resume_time_reached' } });
  });

  test('a changed time replaces the first, none takes it away', async () => {
    const [later, never] = [await hold(on(1)), await hold(on(1))];
    await give('ChangeHoldReason', later, { reason: 'vendor', resumeAt: on(2) });
    await give('ChangeHoldReason', never, { reason: 'vendor', resumeAt: null });
    await at(on(1));
    expect([await stateOf(later), await stateOf(never)]).toEqual(['on_hold', 'on_hold']);
    await at(on(2));
    expect([await stateOf(later), await stateOf(never)]).toEqual(['in_progress', 'on_hold']);
  });

  test('an early resumption and a new hold are left alone', async () => {
    const it = await hold(on(1));
    await give('ResumeIncident', it);
    await give('PutIncidentOnHold', it, { reason: 'caller' });
    await at(on(2));
    expect(await stateOf(it)).toBe('on_hold');
  });
});

describe('updates of major incidents', () => {
  const major = async () => {
    const it = await log();
    await give('ProposeMajorIncident', it, { justification: 'big' });
    await give('AcceptMajorIncident', it);
    return it;
  };
  const missedOf = async (it: { id: string }) => (await get(it)).majorIncident.missedUpdates;

  test('one that does not come is recorded, once', async () => {
    const it = await major();
    await at(on(0, '09:29:00.000'));
    expect(await missedOf(it)).toEqual([]);
    await at(on(0, '09:30:00.000'));
    await at(on(0, '12:00:00.000'));
    expect(await missedOf(it)).toEqual([on(0, '09:30:00.000')]);
  });

  test('one that comes moves the clock, the resolution stops it', async () => {
    const it = await major();
    incidents.clock.set(on(0, '09:20:00.000'));
    await give('UpdateMajorIncidentStatus', it, { message: 'Working.' });
    await at(on(0, '09:45:00.000'));
    expect(await missedOf(it)).toEqual([]);
    await resolve(it);
    await at(on(0, '12:00:00.000'));
    const { majorIncident } = await get(it);
    expect(majorIncident).toMatchObject({ missedUpdates: [], nextUpdateDue: null, updates: [{ onTime: true }] });
  });
});

describe('children', () => {
  const link = (child: { id: string }, parent: { id: string }) =>
    give('LinkIncident', child, { kind: 'parent', target: { id: parent.id } });

  test('resolve with their parent, and so do theirs', async () => {
    const [parent, child, grandchild, other] = [await log(), await log(), await log(), await log()];
    await link(child, parent);
    await link(grandchild, child);
    await link(other, parent);
    await give('UnlinkIncident', other, { kind: 'parent', targetId: parent.id });
    await incidents.settle();
    expect((await get(parent)).links).toEqual([{ kind: 'child', target: { id: child.id, name: child.number } }]);

    await resolve(parent);
    await incidents.settle();
    expect(await get(child)).toMatchObject({
      state: 'resolved',
      resolution: { code: 'fixed', notes: 'Extinguished.', withParent: { id: parent.id, name: parent.number } },
    });
    expect(await stateOf(grandchild)).toBe('resolved');
    expect(await stateOf(other)).toBe('new');
  });

  test('a link that crosses the parent’s resolution on its way takes the child along', async () => {
    const [parent, child] = [await log(), await log()];
    await link(child, parent);
    // At once, before the parent was told of its child.
    await resolve(parent);
    await incidents.settle();
    expect(await stateOf(child)).toBe('resolved');
  });

  test('a child that has ended stays as it is', async () => {
    const [parent, child] = [await log(), await log()];
    await link(child, parent);
    await give('CancelIncident', child, { reason: 'A drill.' });
    await resolve(parent);
    await incidents.settle();
    expect(await stateOf(child)).toBe('canceled');
  });

  describe('of an import', () => {
    const by = { id: 'p-old', name: 'Old' };
    const idOf = (number: string) => importedIncidentId('sn', number);
    const fact = (key: string, type: string, data: object) => ({ key, row: 1, at: on(-1), by, type, data });
    const doImport = (number: string, ...more: object[]) => {
      const data = {
        title: number,
        description: null,
        caller: null,
        channel: 'other',
        subcategory: null,
        location: null,
        impact: 2,
        urgency: 2,
        matrixVersion: 0,
        loggedByTeam: null,
        external: { source: 'sn', number },
      };
      const facts = [fact('logged', 'IncidentLogged', data), ...more];
      return incidents.command('ImportIncident', idOf(number), { source: 'sn', number, batch: 'b-1', facts }, ROOT);
    };
    const parentLink = (number: string) => ({ kind: 'parent', target: { id: idOf(number), name: number } });
    const childrenOf = async (parent: { id: string }) => (await get(parent)).links;

    test('before its parent, a child is noted once both are there', async () => {
      const child = await doImport('C1', fact('1', 'IncidentLinked', parentLink('P1')));
      await incidents.settle();
      const parent = await doImport('P1');
      await at(on(0, '09:15:00.000'));
      await resolve(parent);
      await incidents.settle();
      expect(await stateOf(child)).toBe('resolved');
    });

    test('that went to another parent meanwhile, it is noted by that one alone', async () => {
      const [before, after] = [await doImport('P2'), await doImport('P3')];
      const [first, second] = [parentLink('P2'), parentLink('P3')];
      const moved = [fact('1', 'IncidentLinked', first), fact('2', 'IncidentUnlinked', first)];
      await doImport('C2', ...moved, fact('3', 'IncidentLinked', second));
      await incidents.settle();
      await at(on(0, '09:15:00.000'));
      expect(await childrenOf(before)).toEqual([]);
      expect(await childrenOf(after)).toMatchObject([{ kind: 'child', target: { id: idOf('C2') } }]);
    });

    test.each(['09:00:00.000', '09:15:00.000'])('taken back by %s, a child is none', async (then) => {
      const number = `at ${then}`;
      const parent = await doImport(`P ${number}`);
      const child = await doImport(`C ${number}`, fact('1', 'IncidentLinked', parentLink(`P ${number}`)));
      await incidents.settle();
      await at(on(0, then));
      await incidents.command('WithdrawImportedIncident', child.id, { batch: 'b-1' }, ROOT);
      await incidents.settle();
      await at(on(0, '09:15:00.000'));
      expect(await childrenOf(parent)).toEqual([]);
    });
  });
});
