/** How many incidents are asked for or sent at once. */
export const IN_FLIGHT = 32;
