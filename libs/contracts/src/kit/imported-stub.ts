import { Type, type Static } from '@sinclair/typebox';
import { v5 as uuid5 } from 'uuid';
import { Instant, Line, Payload } from './fields';
import type { Reference } from './references';

/** Namespace of the ids of what other systems name; fixed for ever, or importing again would double everything. */
const NAMESPACE = '5f0d7f0a-2a0e-5d4b-9c0b-7a3f0f7c1e42';

/**
 * What an external name may stand for. Part of the id's derivation, so a word here never changes; `source` is the
 * other system itself, as author of what it told.
 */
export type ExternalKind = 'person' | 'team' | 'configuration_item' | 'service' | 'problem' | 'change' | 'source';

/** Id of something another system names: the same in every import, other for another source or kind. */
export const externalId = (source: string, kind: ExternalKind, name: string): string =>
  uuid5(JSON.stringify([source, kind, name]), NAMESPACE);

/** What a record is called in the system that an import knows it from. */
export const ExternalRecord = Type.Object({ source: Line(100), number: Line(300) });
export type ExternalRecord = Static<typeof ExternalRecord>;

/** Payload of the command that makes a record of what an import only names. */
export const ImportedStub = Payload({
  source: Line(100, { description: 'The other system, e.g. `servicenow`.' }),
  number: Line(300, { description: 'What it is called there; the id follows from source and number.' }),
  batch: Line(100, { description: 'Names the import, so that it can be withdrawn.' }),
  row: Type.Integer({ minimum: 1, description: '1-based data row of the source file that names it.' }),
  at: Instant({ description: 'When that row was so.' }),
});
export type ImportedStub = Static<typeof ImportedStub>;

/** Payload of the command that takes back what one batch brought; `keptStub` says when a record stays instead. */
export const WithdrawnStub = Payload({ batch: Line(100), reason: Type.Optional(Line(1000)) });

/** Fields of views: where a record that an import brought came from. */
export const importedFields = {
  external: Type.Union([ExternalRecord, Type.Null()], {
    description: 'What it is called in the system an import knows it from.',
  }),
  importedOnly: Type.Boolean({ description: 'Nothing is known of it but that an imported record names it.' }),
};

/** Filter of lists. */
export const ImportedFilter = Type.Optional(
  Type.Boolean({ description: 'Became known because an imported record names it, or not.' }),
);

/** How a record became known, as its facts tell. */
export interface StubOrigin {
  /** Null: it was made here. */
  readonly external: ExternalRecord | null;
  readonly batch: string | null;
  /** People have stated something since. What a process did is no work. */
  readonly workedOn: boolean;
  /** How often it was withdrawn. */
  readonly generation: number;
}

/** Origin before any fact, and of every record that came with no import. */
export const MADE_HERE: StubOrigin = { external: null, batch: null, workedOn: false, generation: 0 };

/** A fact as far as it tells where a record came from; specs state facts without metadata. */
export interface OriginFact {
  readonly data: { readonly external?: ExternalRecord | null };
  readonly imported?: { readonly batch: string };
  readonly metadata?: { readonly imported?: { readonly batch: string }; readonly actor?: { readonly kind: string } };
}

/**
 * Folds one fact into a record's origin. The first fact without provenance after an import counts as work, unless a
 * process recorded it.
 */
export function originAfter(origin: StubOrigin, { data, imported, metadata }: OriginFact): StubOrigin {
  const provenance = metadata?.imported ?? imported;
  if (provenance) return { ...origin, external: data.external ?? origin.external, batch: provenance.batch };
  const isWork = origin.batch !== null && !origin.workedOn && metadata?.actor?.kind !== 'process';
  return isWork ? { ...origin, workedOn: true } : origin;
}

/**
 * Origin after its import was undone: as if made here, under the next generation, so that importing again records new
 * facts.
 */
export const withdrawnOrigin = ({ generation }: StubOrigin): StubOrigin => ({
  ...MADE_HERE,
  generation: generation + 1,
});

/** Whether nothing is known of a record but that an import names it: people have stated nothing since. */
export const isImportedOnly = ({ external, workedOn }: StubOrigin): boolean => external !== null && !workedOn;

/** Id, time, author and provenance of the fact that a stub begins with; another id after it was withdrawn. */
export function stubFact(id: string, { source, batch, row, at }: ImportedStub, { generation }: StubOrigin) {
  const author: Reference = { id: externalId(source, 'source', source), name: source };
  return {
    id: uuid5(JSON.stringify(['stub', generation]), id),
    occurredAt: new Date(at).toISOString(),
    actor: { ...author, kind: 'service' as const },
    imported: { batch, source, row },
  };
}

/** Why a record cannot become a stub, or stays when its batch is undone; `STUB_REFUSALS` has the words. */
export type StubRefusal =
  'import-id-mismatch' | 'record-not-imported' | 'imported-by-another-batch' | 'worked-on-since-import';

/** What each refusal says. */
export const STUB_REFUSALS: Readonly<Record<StubRefusal, (name: string) => string>> = {
  'import-id-mismatch': (name) => `${name} has another id: it follows from source and number. Send it there.`,
  'record-not-imported': (name) => `${name} was made here and came with no import.`,
  'imported-by-another-batch': (name) => `${name} came with another batch. Undo that one.`,
  'worked-on-since-import': (name) => `People have worked on ${name} here since it was imported: it stays.`,
};

/** Why a record cannot be a stub of what is imported; undefined when it can. */
export function refusedStub(
  { id, data }: { readonly id: string; readonly data: ImportedStub },
  kind: ExternalKind,
  origin: StubOrigin | null,
): StubRefusal | undefined {
  if (id !== externalId(data.source, kind, data.number)) return 'import-id-mismatch';
  return origin !== null && origin.batch === null ? 'record-not-imported' : undefined;
}

/** Why a record stays although an import is undone; undefined when it goes. */
export function keptStub({ batch, workedOn }: StubOrigin, withdrawn: string): StubRefusal | undefined {
  if (batch === null) return 'record-not-imported';
  if (batch !== withdrawn) return 'imported-by-another-batch';
  return workedOn ? 'worked-on-since-import' : undefined;
}
