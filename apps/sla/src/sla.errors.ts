import { Refusal } from '@opsledger/event-sourcing';

export type SlaRefusal =
  | 'calendar-unusable'
  | 'calendar-unknown'
  | 'policy-unusable'
  | 'policy-retired'
  | 'commitment-unusable'
  | 'commitment-withdrawn';

interface Fault {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

const refusal = (code: SlaRefusal, detail: string, facts?: Record<string, unknown>) => new Refusal(code, detail, facts);

const told = (what: string, faults: readonly Fault[]): string =>
  `${what}: ${faults.map(({ path, message, remedy }) => `${message} (${path}). ${remedy}`).join(' ')}`;

export const calendarUnusable = (faults: readonly Fault[]) =>
  refusal('calendar-unusable', told('The calendar cannot be used', faults), { faults });

export const policyUnusable = (faults: readonly Fault[]) =>
  refusal('policy-unusable', told('The policy could never do what it says', faults), { faults });

export const commitmentUnusable = (faults: readonly Fault[]) =>
  refusal('commitment-unusable', told('The commitment could never be what it says', faults), { faults });

export const commitmentWithdrawn = (name: string) =>
  refusal(
    'commitment-withdrawn',
    `Commitment ${name} is withdrawn. Commit anew: POST /v1/sla/availability-commitments.`,
  );

export const calendarUnknown = (id: string) =>
  refusal(
    'calendar-unknown',
    `There is no calendar ${id}. Create it first, or name one that GET /v1/sla/calendars lists.`,
  );

export const policyRetired = (name: string) =>
  refusal(
    'policy-retired',
    `Policy ${name} is retired. Create another; what it promised stays on the clocks it began.`,
  );
