import type { ChangeTemplateEvent } from '@opsledger/contracts';
import { RecordNotFound, aggregate, existingOr } from '@opsledger/event-sourcing';
import { approveTemplate, revokeApproval } from './commands/approve-template';
import { retireTemplate } from './commands/retire-template';
import { defineTemplate, reviseTemplate } from './commands/write-template';
import { evolve } from './evolve';
import { isKnown, type Template } from './template-state';

const existing = existingOr(isKnown, (id) => new RecordNotFound('change template', id));

/** What recurs, described and approved once: approval belongs to a version. */
export const changeTemplate = aggregate<Template, ChangeTemplateEvent>({
  category: 'changetemplate',
  called: 'change template',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    DefineChangeTemplate: defineTemplate,
    ReviseChangeTemplate: existing(reviseTemplate),
    ApproveChangeTemplate: existing(approveTemplate),
    RevokeChangeTemplateApproval: existing(revokeApproval),
    RetireChangeTemplate: existing(retireTemplate),
  },
});
