/** Roles a person or a token may hold; `admin` may do everything. */
export const ROLES = [
  'requester',
  'agent',
  'problem-manager',
  'change-manager',
  'cab-member',
  'config-manager',
  'knowledge-editor',
  'service-owner',
  'analyst',
  'admin',
] as const;

export type Role = (typeof ROLES)[number];
