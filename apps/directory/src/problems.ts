import type { ProblemKind } from '@opsledger/service-kit';
import type { AccessTokenRefusal } from './access-token/access-token.errors';
import type { PersonRefusal } from './person/person.errors';
import type { TeamRefusal } from './team/team.errors';

export const problems: Readonly<Record<PersonRefusal | TeamRefusal | AccessTokenRefusal, ProblemKind>> = {
  'email-taken': { status: 409, title: 'E-mail address is taken' },
  'sign-in-taken': { status: 409, title: 'Sign-in is taken' },
  'person-inactive': { status: 409, title: 'Person is deactivated' },
  'locks-yourself-out': { status: 409, title: 'You would lock yourself out' },

  'team-name-taken': { status: 409, title: 'Team name is taken' },
  'team-disbanded': { status: 409, title: 'Team is disbanded' },
  'calendar-invalid': { status: 422, title: 'Working calendar makes no sense' },
  'empty-period': { status: 422, title: 'Period is empty' },
  'membership-overlaps': { status: 409, title: 'Membership overlaps another' },
  'membership-unknown': { status: 422, title: 'No such membership' },
  'not-a-member': { status: 409, title: 'Not a member then' },
  'person-unknown': { status: 422, title: 'No such person' },
  'member-inactive': { status: 409, title: 'Person is deactivated' },

  'expiry-passed': { status: 422, title: 'Expiry has passed' },
  'holder-unknown': { status: 422, title: 'No such person' },
  'holder-inactive': { status: 409, title: 'Person is deactivated' },
  'roles-not-held': { status: 422, title: 'Person does not hold the roles' },
};
