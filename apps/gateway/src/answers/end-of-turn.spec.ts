import { endOfTurn } from './end-of-turn';

it('lets all go on together whose answers are ready in one turn, and the next ones in the next', async () => {
  const order: string[] = [];
  const answer = (name: string) => endOfTurn().then(() => void order.push(name));
  const first = answer('first');
  await Promise.resolve();
  const second = answer('second').then(() => answer('third'));
  setImmediate(() => order.push('turn'));
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second', 'turn', 'third']);
});
