import type { HoldReason } from '@opsledger/contracts';

export const CALLER_COMMENTS = [
  'It worked yesterday.',
  'Colleagues next to me have the same.',
  'I tried twice, also after a restart.',
  'It is not urgent, but it comes back every day.',
  'Please call me before noon.',
];

export const REPLIES = [
  'Here is the screenshot you asked for.',
  'Yes, it happens with the other account as well.',
  'I am back at my desk now, please go on.',
  'The serial number is on the label: 7K-2231.',
];

export const WORK_NOTES = [
  'Reproduced on a test machine.',
  'Logs show timeouts from 09:12 on.',
  'Same pattern as two weeks ago; compared the configurations.',
  'Asked a colleague of the other shift to watch it over night.',
  'Certificate chain is fine, name resolution is not.',
];

export const HOLD_NOTES: Record<HoldReason, string> = {
  caller: 'Asked the caller for details.',
  vendor: 'Ticket opened with the vendor.',
  change: 'Waits for the maintenance window.',
  problem: 'Waits for the root cause.',
  evidence: 'Waits for approval or evidence.',
};

export const REOPEN_REASONS = [
  'It came back this morning.',
  'Only one of the two machines works.',
  'The workaround does not help on the train.',
];

export const CANCEL_REASONS = [
  'Logged twice by mistake.',
  'Works again after a restart; the caller withdrew it.',
  'Was a question about training, sent to the right place.',
];
