/** States of a release and the moves between them; the service and the docs read this one table. */
export const RELEASE_STATES = [
  'planning',
  'build',
  'test',
  'deploying',
  'deployed',
  'reviewed',
  'rolled_back',
  'canceled',
] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** From → permitted next states. What has reached an environment is rolled back, never canceled. */
export const RELEASE_TRANSITIONS: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  planning: ['build', 'canceled'],
  build: ['test', 'canceled'],
  test: ['build', 'deploying', 'canceled'],
  deploying: ['deployed', 'rolled_back'],
  deployed: ['reviewed', 'rolled_back'],
  reviewed: [],
  rolled_back: [],
  canceled: [],
};

/** What a release may be linked with: the changes it brings. */
export const RELEASE_LINK_KINDS = ['change'] as const;
export type ReleaseLinkKind = (typeof RELEASE_LINK_KINDS)[number];
