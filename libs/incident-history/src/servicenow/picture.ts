import type { HoldReason, IncidentState, Level, LinkKind, Priority, Reference } from '@opsledger/contracts';

/** What an assessment is made of. */
export type Assessed = 'impact' | 'urgency' | 'priority';

/** How grave and how pressing an incident is. */
export interface Assessment {
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  /** Of the matrix that gave the priority; 0 when the source gave it, or nothing did. */
  readonly matrixVersion: number;
  /** What the source has told so far. */
  readonly assessed: readonly Assessed[];
}

/** An incident as it is known after an update. */
export interface Picture extends Assessment {
  readonly state: IncidentState;
  readonly hold: HoldReason | null;
  readonly reopenCount: number;
  readonly team: Reference | null;
  readonly person: Reference | null;
  readonly reassignments: number;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly service: Reference | null;
  readonly location: string | null;
  readonly title: string;
  readonly description: string | null;
  /** Whether the source says that its own promise was kept; null where it does not say. */
  readonly madeSla: boolean | null;
  readonly links: Readonly<Partial<Record<LinkKind, Reference>>>;
}

/** Whether both name the same record, or neither names any; names may differ. */
export const same = (a: Reference | null | undefined, b: Reference | null | undefined): boolean => a?.id === b?.id;
