/** Where the time comes from; injected, so that tests decide it. */
export type Clock = () => Date;

/** The time of the machine. */
export const systemClock: Clock = () => new Date();
