/**
 * When something was so: instants at which it began and ended by turns. An odd number of them: it still is. Kept in
 * order, also where something is stated late.
 */
export type Turns = readonly string[];

const isOn = (turns: Turns): boolean => turns.length % 2 === 1;

const turned = (turns: Turns, at: string): Turns => {
  const last = turns.at(-1);
  return [...turns, last !== undefined && last > at ? last : at];
};

const beginning = (turns: Turns, at: string): Turns => (isOn(turns) ? turns : turned(turns, at));
const ending = (turns: Turns, at: string): Turns => (isOn(turns) ? turned(turns, at) : turns);

/** Begins or ends, as it is said to be. */
export const turning = (turns: Turns, is: boolean, at: string): Turns => (is ? beginning : ending)(turns, at);
