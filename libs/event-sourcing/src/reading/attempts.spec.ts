import { Attempts } from './attempts';

const broken = () => Promise.reject(new Error('no log'));
const right = () => Promise.resolve();

function attempts() {
  const told: (readonly [level: string, message: string])[] = [];
  const at = (level: string) => (_fields: object, message: string) => void told.push([level, message]);
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  return { told, made: new Attempts(log, {}, 'Nothing is seen') };
}

test('a series of failures is told at its beginning and at its end', async () => {
  const { told, made } = attempts();
  const { signal } = new AbortController();
  const outcomes: boolean[] = [];
  for (const attempt of [right, broken, broken, right, right, broken]) outcomes.push(await made.make(attempt, signal));
  expect(outcomes).toEqual([true, false, false, true, true, false]);
  expect(told).toEqual([
    ['warn', 'Nothing is seen'],
    ['info', 'Right again, after: Nothing is seen'],
    ['warn', 'Nothing is seen'],
  ]);
});

test('what fails because it was ended is told to nobody', async () => {
  const { told, made } = attempts();
  const ending = new AbortController();
  const failing = made.make(
    () => new Promise((_, reject) => ending.signal.addEventListener('abort', reject)),
    ending.signal,
  );
  ending.abort();
  expect(await failing).toBe(false);
  expect(told).toEqual([]);
});
