import { noteList } from '../fixtures/notes.fixture';
import { FakeReader } from '../fixtures/infrastructure.fixture';
import { Views } from './views';

const KNOWN = '0000000000000009';

function viewsOf(patienceMs: number): { views: Views; reader: FakeReader } {
  const reader = new FakeReader(noteList.name, []);
  const views = new Views({
    definitions: [{ ...noteList, patienceMs }],
    readers: new Map([[noteList.name, reader]]),
    lastKnown: () => KNOWN,
    waits: { position: 50, missing: 10 },
  });
  return { views, reader };
}

it('is as it stands, when nobody named a position', async () => {
  const { views, reader } = viewsOf(0);
  await views.upToDate(noteList.name, undefined);
  expect(reader.waits).toEqual([]);
});

it('of a patient projection is waited for all the same, and answered from when that takes too long', async () => {
  const { views, reader } = viewsOf(10_000);
  await views.upToDate(noteList.name, undefined);
  expect(reader.waits).toEqual([{ position: KNOWN, timeout: 10 }]);
});

it('is refused when it does not reach the position that was named', async () => {
  const { views } = viewsOf(10_000);
  await expect(views.upToDate(noteList.name, KNOWN)).rejects.toMatchObject({ status: 503, code: 'read-model-behind' });
});

it('that a service does not have is a fault of the service', async () => {
  await expect(viewsOf(0).views.upToDate('other', KNOWN)).rejects.toThrow('no projection other');
});
