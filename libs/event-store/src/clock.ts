/** Where the time comes from; injected, so that tests decide it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
