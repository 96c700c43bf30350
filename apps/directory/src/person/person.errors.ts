import type { Reference } from '@opsledger/contracts';
import { Refusal } from '@opsledger/event-sourcing';

export type PersonRefusal = 'email-taken' | 'sign-in-taken' | 'person-inactive' | 'locks-yourself-out';

export const emailTaken = (email: string, by: Reference) =>
  new Refusal<PersonRefusal>(
    'email-taken',
    `${email} belongs to ${by.name} (${by.id}). Use that record, or another address.`,
    {
      person: by,
    },
  );

export const signInTaken = (by: Reference) =>
  new Refusal<PersonRefusal>('sign-in-taken', `This sign-in belongs to ${by.name} (${by.id}). Use that record.`, {
    person: by,
  });

export const emailTakenMeanwhile = (person: Reference, email: string, by: Reference) =>
  new Refusal<PersonRefusal>(
    'email-taken',
    `${email}, the address of ${person.name} (${person.id}), belongs to ${by.name} (${by.id}) by now. Use that record, or change the address of one of them first.`,
    { person: by },
  );

export const signInTakenMeanwhile = (person: Reference, by: Reference) =>
  new Refusal<PersonRefusal>(
    'sign-in-taken',
    `The sign-in of ${person.name} (${person.id}) belongs to ${by.name} (${by.id}) by now. Use that record, or deactivate it first.`,
    { person: by },
  );

export const personInactive = (person: Reference) =>
  new Refusal<PersonRefusal>(
    'person-inactive',
    `${person.name} (${person.id}) is deactivated. Reactivate them first.`,
    {
      person,
    },
  );

export const locksYourselfOut = (what: string) =>
  new Refusal<PersonRefusal>('locks-yourself-out', `You cannot ${what} yourself. Ask another administrator.`);
