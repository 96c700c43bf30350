import { Refusal } from '@opsledger/event-sourcing';
import type { KnownTemplate } from './template-state';

/** Why something cannot be done with a template. `move-not-permitted` comes from its life cycle. */
export type TemplateRefusal = 'template-version-passed' | 'author-never-approves';

const refusal = (code: TemplateRefusal, detail: string) => new Refusal<TemplateRefusal>(code, detail);

export const templateVersionPassed = ({ number, keys }: KnownTemplate, version: number) =>
  refusal(
    'template-version-passed',
    `${number} has version ${keys.version} now, not ${version}. Read it, and approve that version.`,
  );

export const authorNeverApproves = ({ number, keys }: KnownTemplate) =>
  refusal(
    'author-never-approves',
    `You wrote version ${keys.version} of ${number}. Let another change manager approve it.`,
  );
