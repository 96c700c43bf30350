import type {
  ArticleContent,
  ArticleKeys,
  ArticleLinkKind,
  ArticleState,
  DraftState,
  Reference,
} from '@opsledger/contracts';

/** One version of an article. */
export interface Version {
  readonly articleVersion: number;
  readonly content: ArticleContent;
}

/** The version that is being worked on. */
export interface Draft extends Version {
  readonly state: DraftState;
  readonly contributors: readonly Reference[];
}

export interface Link {
  readonly kind: ArticleLinkKind;
  readonly target: Reference;
}

interface Identified {
  readonly status: 'known';
  readonly number: string;
  /** The highest version so far. */
  readonly highest: number;
  readonly owner: Reference | null;
  readonly reviewBy: string | null;
  /** Said already that the day to look at it has come. */
  readonly reviewDue: boolean;
  readonly knownErrorOf: Reference | null;
  readonly links: readonly Link[];
}

/** What people read, what is worked on, and what ended last: each may be there or not, but one of them always is. */
export type Versions =
  | { readonly live: Version; readonly draft: Draft | null; readonly last: Version | null }
  | { readonly live: null; readonly draft: Draft; readonly last: Version | null }
  | { readonly live: null; readonly draft: null; readonly last: Version };

export type KnownArticle = Identified & Versions;
export type PublishedArticle = KnownArticle & { readonly live: Version };
export type ArticleWithDraft = KnownArticle & { readonly draft: Draft };
export type Article = { readonly status: 'unknown' } | KnownArticle;

export const isKnown = (state: Article): state is KnownArticle => state.status === 'known';
export const isLive = (state: KnownArticle): state is PublishedArticle => state.live !== null;

/** Where the version stands that people work on; with none, the article itself. */
export const workState = ({ live, draft }: Versions): ArticleState => draft?.state ?? (live ? 'published' : 'retired');

/** Where the article stands for those who read it. */
export const readerState = ({ live, draft }: Versions): ArticleState =>
  live ? 'published' : (draft?.state ?? 'retired');

const shownVersion = ({ live, draft, last }: Versions): Version => (live ?? draft ?? last)!;

/** What readers group by, as it stands after an event that changes this much of it. */
export function keysOf(
  { number, live, draft, last }: Pick<KnownArticle, 'number' | 'live' | 'draft' | 'last'>,
  changed: { readonly live?: Version | null; readonly draft?: Draft | null; readonly last?: Version } = {},
): ArticleKeys {
  const versions = { live, draft, last, ...changed } as Versions;
  const { articleVersion, content } = shownVersion(versions);
  return {
    number,
    state: readerState(versions),
    draft: versions.draft?.state ?? null,
    audience: content.audience,
    category: content.category,
    service: content.service,
    version: articleVersion,
  };
}
