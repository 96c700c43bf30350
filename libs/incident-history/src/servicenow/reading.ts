import {
  importedIncidentId,
  type ExternalKind,
  type HoldReason,
  type IncidentState,
  type LinkKind,
  type Reference,
} from '@opsledger/contracts';
import { externalReference } from '../identity';
import { assessmentOf } from './assessment';
import type { Column } from './columns';
import type { Mapping } from './mapping';
import { same, type Picture } from './picture';
import type { Update } from './update';

/** What an update makes of the picture before it, and what in it cannot be or had to be guessed. */
export interface Reading {
  readonly picture: Picture;
  readonly doubts: readonly string[];
}

/** The update and picture just before this one; null for the first update. */
export type Before = { readonly update: Update; readonly picture: Picture } | null;

/** Reads one update in the light of what was known before it. */
export function readingOf(update: Update, before: Before, number: string, mapping: Mapping): Reading {
  const doubts: string[] = [];
  const doubt = (text: string) => void doubts.push(text);
  const reference = (column: Column, kind: ExternalKind): Reference | null => {
    const name = update.text(column);
    return name === null ? null : externalReference(mapping.source, kind, name);
  };
  const team = reference('assignment_group', 'team');
  const picture: Picture = {
    ...stateOf(update, before, doubt),
    reopenCount: Math.max(update.reopenCount ?? 0, before?.picture.reopenCount ?? 0),
    team,
    person: reference('assigned_to', 'person'),
    reassignments: reassignmentsOf(update, before, team),
    category: update.text('category'),
    subcategory: update.text('subcategory'),
    service: reference('business_service', 'service'),
    location: update.text('location'),
    ...assessmentOf(update, before, mapping, doubt),
    title: titleOf(update, before, number),
    description: update.prose('description'),
    madeSla: update.madeSla ?? before?.picture.madeSla ?? null,
    links: linksOf(update, mapping, reference),
  };
  if (!before && isEnded(update)) {
    doubt(`The log begins with the incident already ${picture.state}; what came before is known only from opened_at.`);
  }
  if (isInactiveYetOpen(update) && !(before && isInactiveYetOpen(before.update))) {
    doubt(`The source calls the incident inactive while its state is "${update.status.said}"; the state was believed.`);
  }
  const nuls = update.nuls.filter((column) => before?.update.text(column) !== update.text(column));
  if (nuls.length > 0) {
    doubt(
      `The source has a NUL character in ${nuls.join(', ')}; read with \uFFFD in its place. ` +
        'Export the file again without it to have the text as it was.',
    );
  }
  return { picture, doubts };
}

/** Notes what the source says that cannot be, and how it was read. */
export type Doubt = (text: string) => void;

function stateOf(update: Update, before: Before, doubt: Doubt): { state: IncidentState; hold: HoldReason | null } {
  const { state, hold, said } = update.status;
  const known = before?.picture;
  if (state === null) {
    const kept = known?.state ?? 'new';
    doubt(`The source says the state is "${said}", which is none; read as still ${kept}.`);
    return { state: kept, hold: known?.hold ?? null };
  }
  if (state === 'on_hold') return { state, hold: hold ?? holdReasonOf(said, known, doubt) };
  if (state === 'new' && known && known.state !== 'new') {
    const kept = known.state === 'in_progress' ? 'still in progress' : 'in progress again';
    doubt(`The source went back from ${known.state} to "${said}"; an incident is new once, read as ${kept}.`);
    return { state: 'in_progress', hold: null };
  }
  return { state, hold: null };
}

function holdReasonOf(said: string, known: Picture | undefined, doubt: Doubt): HoldReason {
  if (known?.hold) return known.hold;
  doubt(`The source says "${said}" without a reason it is known for; read as waiting for the caller.`);
  return 'caller';
}

/** The source's own count where it gives one: its log leaves updates out, its counter does not. */
function reassignmentsOf(update: Update, before: Before, team: Reference | null): number {
  const known = before?.picture.reassignments ?? 0;
  if (update.reassignmentCount !== null) return Math.max(update.reassignmentCount, known);
  const moved = before !== null && before.picture.team !== null && !same(before.picture.team, team);
  return known + (moved ? 1 : 0);
}

/** The source's short description, else a label of what it was about. */
function titleOf(update: Update, before: Before, number: string): string {
  const given = update.text('short_description');
  if (given !== null) return given;
  // The symptom has no field of its own here, so a new one shows in the title; a new category shows as category.
  if (before && before.update.text('u_symptom') === update.text('u_symptom')) return before.picture.title;
  const parts = (['category', 'subcategory', 'u_symptom'] as const).map(update.text).filter((part) => part !== null);
  return parts.join(' / ') || `Incident ${number}`;
}

function linksOf(
  update: Update,
  mapping: Mapping,
  reference: (column: Column, kind: ExternalKind) => Reference | null,
): Picture['links'] {
  const parent = update.text('parent_incident');
  const found: Partial<Record<LinkKind, Reference | null>> = {
    affected_ci: reference('cmdb_ci', 'configuration_item'),
    parent: parent === null ? null : { id: importedIncidentId(mapping.source, parent), name: parent },
    problem: reference('problem_id', 'problem'),
    caused_by_change: reference('caused_by', 'change'),
    fixed_by_change: reference('rfc', 'change'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, target]) => target !== null));
}

const ENDS: readonly (IncidentState | null)[] = ['resolved', 'closed', 'canceled'];
const isEnded = ({ status }: Update): boolean => ENDS.includes(status.state);
const isInactiveYetOpen = (update: Update): boolean =>
  update.active === false && update.status.state !== null && !isEnded(update);
