import { noteList } from '../fixtures/notes.fixture';
import { FakeReader } from '../fixtures/infrastructure.fixture';
import { Views } from './views';

const KNOWN = '0000000000000009';

const HEAD = '0000000000000012';

function viewsOf(resting = false, head = async () => HEAD): { views: Views; reader: FakeReader } {
  const reader = new FakeReader(noteList.name, []);
  reader.resting = resting;
  const views = new Views({
    readers: new Map([[noteList.name, reader]]),
    lastKnown: () => KNOWN,
    head,
    settledHead: head,
    waits: { position: 50, missing: 10 },
  });
  return { views, reader };
}

it('is as it stands, when nobody named a position', async () => {
  const { views, reader } = viewsOf();
  await views.upToDate(noteList.name, undefined);
  expect(reader.waits).toEqual([]);
});

it('of a projection that rests is waited for all the same, and answered from when that takes too long', async () => {
  const { views, reader } = viewsOf(true);
  await views.upToDate(noteList.name, undefined);
  expect(reader.waits).toEqual([{ position: KNOWN, timeout: 10 }]);
});

it.each([undefined, KNOWN])('is kept up to date for who asks again, with position %s', async (position) => {
  const { views, reader } = viewsOf();
  reader.position = KNOWN;
  await views.upToDate(noteList.name, position);
  expect(reader.timesAsked).toBe(1);
});

it('is refused when it does not reach the position that was named', async () => {
  const { views } = viewsOf(true);
  await expect(views.upToDate(noteList.name, KNOWN)).rejects.toMatchObject({ status: 503, code: 'read-model-behind' });
});

it('that a service does not have is a fault of the service', async () => {
  await expect(viewsOf().views.upToDate('other', KNOWN)).rejects.toThrow('no projection other');
});

describe('what is missing', () => {
  const numbered = async ({ views, reader }: ReturnType<typeof viewsOf>) => {
    let row: string | undefined;
    reader.whenWaitedFor = () => (row = 'INC0000001');
    return views.found(noteList.name, async () => row);
  };

  it('is looked for again when the view has seen the whole log, whichever process recorded it', async () => {
    const world = viewsOf();
    expect(await numbered(world)).toBe('INC0000001');
    expect(world.reader.waits).toEqual([{ position: HEAD, timeout: 10 }]);
  });

  it('is looked for by what this process knows of while the log cannot say', async () => {
    const world = viewsOf(false, () => Promise.reject(new Error('The log is away.')));
    expect(await numbered(world)).toBe('INC0000001');
    expect(world.reader.waits).toEqual([{ position: KNOWN, timeout: 10 }]);
  });

  it('costs the log nothing when it is there', async () => {
    const { views, reader } = viewsOf(false, () => Promise.reject(new Error('not asked')));
    expect(await views.found(noteList.name, async () => 'there')).toBe('there');
    expect(reader.waits).toEqual([]);
  });
});
