/** Where the time comes from; injected, so that tests decide it. */
export type Clock = () => Date;

/** The time of the machine. */
export const systemClock: Clock = () => new Date();

/** As much as the clocks of several machines may differ. */
const SET_BACK_MS = 5 * 60_000;

/**
 * When something is recorded, as the log writes it: never backwards, while the clock is set right by little. One that is set
 * back by more was wrong before, and is followed: to stay at its wrong time would have orders wait until then, and drop
 * deadlines that are due earlier as if they were of the past.
 */
export function recordingTime(clock: Clock): () => string {
  let latest = 0;
  return () => {
    const now = clock().getTime();
    if (now > latest || now < latest - SET_BACK_MS) latest = now;
    return new Date(latest).toISOString();
  };
}
