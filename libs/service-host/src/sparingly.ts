const EVERY_MS = 60_000;

/**
 * For what fails again and again while something is away: tells it at once, then once a minute at most.
 *
 * @param tell is given the error, and how many there were since the one told before it
 */
export function sparingly(
  tell: (error: unknown, more: number) => void,
  now: () => number = () => performance.now(),
): (error: unknown) => void {
  let [tellFrom, untold] = [-Infinity, 0];
  return (error) => {
    if (now() < tellFrom) {
      untold += 1;
      return;
    }
    tell(error, untold);
    [tellFrom, untold] = [now() + EVERY_MS, 0];
  };
}
