import type { CiKeys } from '@opsledger/contracts';
import type { Columns } from '@opsledger/event-sourcing';
import { namesColumn } from '@opsledger/service-kit';
import { nameKey } from '../item/match-keys';

/** What lists filter and sort by, of an item as it is and of an item as it was. */
export interface DescribedCi {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly name_key: string;
  readonly class: string;
  readonly stage: string;
  readonly status: string;
  readonly criticality: string | null;
  readonly environment: string | null;
  readonly location: string | null;
  readonly serial: string | null;
  readonly owner_id: string | null;
  readonly owner_team_id: string | null;
  readonly support_team_id: string | null;
  readonly words?: string;
}

export const describedColumns: Columns<Omit<DescribedCi, 'id'>> = {
  number: 'text collate "C" not null',
  name: 'text collate "C" not null',
  name_key: 'text collate "C" not null',
  class: 'text collate "C" not null',
  stage: 'text collate "C" not null',
  status: 'text collate "C" not null',
  criticality: 'text collate "C"',
  environment: 'text collate "C"',
  location: 'text collate "C"',
  serial: 'text collate "C"',
  owner_id: 'text collate "C"',
  owner_team_id: 'text collate "C"',
  support_team_id: 'text collate "C"',
  words: namesColumn("name || ' ' || number || ' ' || coalesce(serial, '')"),
};

export const describedRow = (id: string, keys: CiKeys): DescribedCi => ({
  id,
  number: keys.number,
  name: keys.name,
  name_key: nameKey(keys.name),
  class: keys.class,
  stage: keys.stage,
  status: keys.status,
  criticality: keys.criticality,
  environment: keys.environment,
  location: keys.location,
  serial: keys.serial,
  owner_id: keys.owner?.id ?? null,
  owner_team_id: keys.ownerTeam?.id ?? null,
  support_team_id: keys.supportTeam?.id ?? null,
});
