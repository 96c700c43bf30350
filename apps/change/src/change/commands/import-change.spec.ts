import { externalId, type ChangeEvent } from '@opsledger/contracts';
import { given } from '@opsledger/testing';
import { change } from '../change';
import { HISTORIES, NUMBER, after, command, type Step } from '../change.histories';

const STUB = { source: 'servicenow', number: 'CHG0000047', batch: 'b-1', row: 7, at: '2016-02-29T01:16:00Z' };
const ID = externalId(STUB.source, 'change', STUB.number);
const bring = (data: object = {}, id = ID): Step => ['ImportChangeStub', { ...STUB, ...data }, { id }];
const withdraw = (batch = 'b-1'): Step => ['WithdrawChangeStub', { batch }, { id: ID }];
const stub = after(bring());
const gone = after(bring(), withdraw());

test('a change that an import names is known by its number there, since the row that names it, once', () => {
  expect(stub).toMatchObject([
    {
      type: 'ChangeImported',
      data: { keys: { number: NUMBER, state: 'draft' }, external: { source: 'servicenow', number: 'CHG0000047' } },
      occurredAt: '2016-02-29T01:16:00.000Z',
      imported: { batch: 'b-1', source: 'servicenow', row: 7 },
    },
  ]);
  given(change, ...stub)
    .when(command(...bring({ batch: 'b-2' })))
    .thenNothing();
});

test('another id, and a change that was drafted here, are refused', () => {
  given(change)
    .when(command(...bring({}, '00000000-0000-4000-8000-000000000001')))
    .thenRefused('import-id-mismatch');
  given(change, ...HISTORIES.draft())
    .when(command(...bring()))
    .thenRefused('record-not-imported');
});

test('goes with its batch and comes back under its number', () => {
  expect(gone.at(-1)).toMatchObject({ type: 'ChangeImportWithdrawn', data: { batch: 'b-1', reason: null } });
  given(change, ...gone)
    .when(command(...withdraw()))
    .thenNothing();
  given(change, ...gone)
    .when(command('NoteOnChange', { body: 'x' }, { id: ID }))
    .thenRefused('not-found');
  const [, , again] = after(bring(), withdraw(), bring()) as (ChangeEvent & { id: string })[];
  expect(again!.data).toEqual(stub[0]!.data);
  expect(again!.id).not.toBe((stub[0] as unknown as { id: string }).id);
});

test('stays when people worked on it, and when another batch brought it', () => {
  const worked = after(bring(), ['NoteOnChange', { body: 'Seen.' }, { id: ID }]);
  given(change, ...worked)
    .when(command(...withdraw()))
    .thenRefused('worked-on-since-import');
  given(change, ...stub)
    .when(command(...withdraw('b-2')))
    .thenRefused('imported-by-another-batch');
  given(change)
    .when(command(...withdraw()))
    .thenRefused('not-found');
});
