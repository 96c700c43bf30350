import type { Channel, HoldReason, IncidentState, MajorState, Priority } from '@opsledger/contracts';

/** One team that held an incident, and since when. */
interface TeamStep {
  readonly id: string | null;
  readonly name: string | null;
  readonly from: string;
}

/** Everything reports need to know about one incident, in one row. Instants are ISO 8601 UTC. */
export interface IncidentFact {
  readonly id: string;
  readonly number: string;
  readonly external_source: string | null;
  readonly external_number: string | null;
  readonly import_batch: string | null;
  readonly contradictions: number;

  readonly state: IncidentState;
  readonly priority: Priority;
  readonly priority_at_opening: Priority;
  readonly service_id: string | null;
  readonly service: string | null;
  readonly category: string | null;
  readonly subcategory: string | null;
  readonly channel: Channel;

  readonly team_id: string | null;
  readonly team: string | null;
  readonly first_team_id: string | null;
  readonly first_team: string | null;
  readonly resolving_team_id: string | null;
  readonly resolving_team: string | null;
  readonly logging_team_id: string | null;
  readonly logging_team: string | null;
  readonly team_path: readonly TeamStep[];
  readonly reassignments: number;

  readonly opened_at: string;
  readonly acknowledged_at: string | null;
  readonly first_assigned_at: string | null;
  readonly first_resolved_at: string | null;
  readonly resolved_at: string | null;
  readonly closed_at: string | null;
  readonly canceled_at: string | null;
  readonly ended_at: string | null;
  readonly open_from: readonly string[];
  readonly open_to: readonly (string | null)[];

  readonly resolutions: number;
  readonly reopens: number;
  readonly resolution_code: string | null;
  readonly duplicate_of: string | null;
  readonly duplicate: boolean;
  readonly ci_ids: readonly string[];
  readonly caused_by_changes: readonly string[];
  readonly resolving_article_id: string | null;
  readonly resolving_article: string | null;

  readonly holds: number;
  readonly hold_reason: HoldReason | null;
  readonly hold_since: string | null;
  readonly held_seconds: number;
  readonly held_seconds_by_reason: { readonly [Reason in HoldReason]?: number };
  readonly held_seconds_to_first_resolution: number | null;

  readonly major: MajorState | null;
  readonly major_accepted_at: string | null;
  readonly major_updates_on_time: number;
  readonly major_updates_late: number;
  readonly major_missed_due: string | null;
}
