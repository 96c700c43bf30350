/** Numbers from 0 to below 1, the same every time. */
export function shares(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Whole numbers from 0 to below the sides asked for, the same every time. */
export function dice(seed: number): (sides: number) => number {
  const share = shares(seed);
  return (sides) => Math.floor(share() * sides);
}
