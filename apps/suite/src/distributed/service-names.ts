/** Every service that gets a process; the supervisor itself loads none of them. */
export const SERVICE_NAMES = [
  'directory',
  'incident',
  'problem',
  'change',
  'cmdb',
  'knowledge',
  'sla',
  'timeline',
  'reporting',
] as const;
