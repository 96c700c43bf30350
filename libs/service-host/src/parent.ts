/** What a process tells the one that started it, where that listens. */
export interface Started {
  readonly started: true;
  /** An administrator's token that was made just now. */
  readonly newToken?: string;
}

/** Tells the parent that work can begin; nothing happens in a process that has no such parent. */
export const tellParent = (message: Started): void => void process.send?.(message);

/** A parent that is gone, however it went, leaves nobody behind. */
export function onParentGone(stop: () => void): void {
  if (process.connected) process.once('disconnect', stop);
}
