import { placeOf } from './place-of';

beforeAll(() => {
  // The driver's own defaults are meant.
  for (const name of ['PGHOST', 'PGPORT']) delete process.env[name];
});

it.each([
  ['postgres://ops:secret@db.internal:5433/ops', 'db.internal:5433'],
  ['postgres://ops:secret@db.internal/ops', 'db.internal'],
  ['postgres://', 'localhost:5432'],
  ['postgres:///ops', 'localhost:5432'],
  ['postgres:///ops?host=/var/run/postgresql', '/var/run/postgresql'],
  ['postgres:///ops?host=db.internal&port=5433', 'db.internal:5433'],
])('%s is at %s', (url, place) => {
  expect(placeOf(url)).toBe(place);
});
