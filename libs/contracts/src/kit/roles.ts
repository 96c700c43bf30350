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

/** Everybody but those who only ask for help. */
export const STAFF: readonly Role[] = ROLES.filter((role) => role !== 'requester');

/** Staff see and do more than requesters; whoever says nothing about roles is taken for a requester. */
export const isStaff = ({
  actor,
  roles,
}: {
  readonly actor: { readonly kind: string };
  readonly roles?: readonly string[];
}): boolean => actor.kind === 'process' || (roles?.some((role) => role !== 'requester') ?? false);
