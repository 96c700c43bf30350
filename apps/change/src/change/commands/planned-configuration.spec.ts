import { given } from '@opsledger/testing';
import { change } from '../change';
import {
  HISTORIES,
  after,
  answered,
  asked,
  command,
  drafted,
  reference,
  submitted,
  type Step,
} from '../change.histories';

const DB = { ci: reference('db'), attributes: { cpuCount: 8, ramGb: 16 } };
const planned = (...plannedConfiguration: object[]): Step => ['PlanChange', { plannedConfiguration }];

test('touches the item that is planned', () => {
  expect(after(drafted(), planned(DB)).at(-1)).toMatchObject({
    type: 'ChangeLinked',
    data: { kind: 'affected_ci', target: DB.ci },
  });
});

test('the same in another order is no other plan', () => {
  const again = { attributes: { ramGb: 16, cpuCount: 8 }, ci: DB.ci };
  given(change, ...after(drafted(), planned(DB)))
    .when(command(...planned(again)))
    .then();
});

test('takes approval away, and a scheduled change back to authorize', () => {
  const approved = [drafted(), submitted, asked(), answered('a'), ['ScheduleChange'] as const];
  const facts = after(...approved, planned(DB)).slice(-3);
  expect(facts.map(({ type }) => type)).toEqual(['ChangePlanned', 'ChangeApprovalsExpired', 'ChangeLinked']);
  expect(facts.at(-1)!.data.keys.state).toBe('authorize');
});

test.each(['implement', 'review'] as const)('is fixed in %s', (state) => {
  given(change, ...HISTORIES[state]())
    .when(command(...planned(DB)))
    .thenRefused('change-not-plannable');
});

test('says an item twice: refused', () => {
  given(change, ...HISTORIES.draft())
    .when(command(...planned(DB, { ...DB, stage: 'retired' })))
    .thenRefused('configuration-planned-twice');
});

test('an item that is going to be configured stays linked until it is taken out of the plan', () => {
  const unlink = command('UnlinkChange', { kind: 'affected_ci', targetId: 'db' });
  given(change, ...after(drafted(), planned(DB)))
    .when(unlink)
    .thenRefused('configuration-planned');
  const facts = after(drafted(), planned(DB), planned(), ['UnlinkChange', { kind: 'affected_ci', targetId: 'db' }]);
  expect(facts.at(-1)).toMatchObject({ type: 'ChangeUnlinked' });
});

test('a refusal is told once', () => {
  const refusal = { ci: DB.ci, part: 'stage', code: 'move-not-permitted', reason: 'No.' };
  const history = after(drafted(), ['ReportConfigurationRefused', refusal]);
  expect(history.at(-1)).toMatchObject({ type: 'ChangeConfigurationRefused', data: refusal });
  given(change, ...history)
    .when(command('ReportConfigurationRefused', refusal))
    .then();
});
