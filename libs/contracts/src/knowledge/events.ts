import { Type, type Static } from '@sinclair/typebox';
import { CalendarDate, Changed, Line, Maybe, OneOf, Prose, Reference, eventsOf, type EventOf } from '../kit';
import { ARTICLE_LINK_KINDS, ARTICLE_STATES, AUDIENCES, DRAFT_STATES, LONGEST_ARTICLE } from './lifecycle';

const event = eventsOf('knowledge');

/** Free words beside the one category; search counts them more than the body, less than the title. */
export const ArticleTags = Type.Array(Line(60), { maxItems: 30, uniqueItems: true });
/** BCP 47, as far as articles need it: `en`, `de`, `pt-BR`. */
export const ArticleLanguage = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$', maxLength: 12 });

/** What readers group by, as it stands after the event; of the live version when there is one, else of the draft. */
export const ArticleKeys = Type.Object({
  number: Line(40),
  state: OneOf(ARTICLE_STATES),
  /** State of the version that is being worked on; null: there is none. */
  draft: Maybe(OneOf(DRAFT_STATES)),
  audience: OneOf(AUDIENCES),
  category: Maybe(Line(200)),
  service: Maybe(Reference),
  version: Type.Integer({ minimum: 1 }),
});
export type ArticleKeys = Static<typeof ArticleKeys>;

const contentFields = {
  title: Line(300),
  /** Markdown, as it was written. */
  body: Prose(LONGEST_ARTICLE),
  audience: OneOf(AUDIENCES),
  category: Maybe(Line(200)),
  tags: ArticleTags,
  service: Maybe(Reference),
  language: ArticleLanguage,
};

/** What one version says. */
export const ArticleContent = Type.Object(contentFields);
export type ArticleContent = Static<typeof ArticleContent>;

const fact = <Fields extends Parameters<typeof Type.Object>[0]>(fields: Fields) =>
  Type.Object({ keys: ArticleKeys, ...fields });
const Version = Type.Integer({ minimum: 1 });
const Reason = Prose(2000);
/** Everybody who has written this version so far; none of them may review it. */
const Contributors = Type.Array(Reference);

/** Recorded first. Of a known error it has no contributors, so that anybody may review it, and no owner. */
export const ArticleDrafted = event(
  'ArticleDrafted',
  'Somebody began an article, or a problem did whose workaround became known.',
  fact({
    content: ArticleContent,
    contributors: Contributors,
    owner: Maybe(Reference),
    /** The problem whose known error it tells; null for any other article. */
    knownErrorOf: Maybe(Reference),
  }),
);

/** Every field is told, changed or not; `contributors` are those after it. */
export const ArticleDraftRevised = event(
  'ArticleDraftRevised',
  'The draft says something else now.',
  fact({
    version: Version,
    contributors: Contributors,
    title: Changed(contentFields.title),
    body: Changed(contentFields.body),
    audience: Changed(contentFields.audience),
    category: Changed(contentFields.category),
    tags: Changed(contentFields.tags),
    service: Changed(contentFields.service),
    language: Changed(contentFields.language),
  }),
);

/** Recorded by one who may write; `note` is for the reviewer, null: none. */
export const ArticleSubmitted = event(
  'ArticleSubmitted',
  'The draft waits for somebody else to review it.',
  fact({ version: Version, note: Maybe(Reason) }),
);

/** Also recorded by a process, when a known error's workaround changes while its draft is in review. */
export const ArticleReturned = event(
  'ArticleReturned',
  'The reviewer asks for changes, or a contributor took the draft back: in review → draft.',
  fact({ version: Version, remarks: Prose(5000) }),
);

/** Recorded by a knowledge editor who is none of `contributors`; readers find `content` from now on. */
export const ArticlePublished = event(
  'ArticlePublished',
  'A reviewed version is live; it takes the place of the one before.',
  fact({
    version: Version,
    content: ArticleContent,
    contributors: Contributors,
    /** Day by which somebody looks whether it is still true. */
    reviewBy: CalendarDate(),
    knownError: Type.Boolean(),
  }),
);

/**
 * Its content is that of the live version, or of what was live last; versions that were given up keep their numbers.
 */
export const ArticleVersionStarted = event(
  'ArticleVersionStarted',
  'The next version is a draft; what is live stays live.',
  fact({ version: Version, reason: Maybe(Reason) }),
);

/** Retires an article without a live version, and leaves any other as readers know it. */
export const ArticleDraftDiscarded = event(
  'ArticleDraftDiscarded',
  'The draft was given up; what is live stays live.',
  fact({ version: Version, reason: Reason }),
);

/** Recorded by a knowledge editor; a draft beside it stays and may be published again. */
export const ArticleRetired = event(
  'ArticleRetired',
  'Nobody but staff reads it any more.',
  fact({ version: Version, reason: Reason }),
);

/** Null: nobody answers for it, before or after. */
export const ArticleOwnerChanged = event(
  'ArticleOwnerChanged',
  'Another person answers for it.',
  fact({ owner: Changed(Maybe(Reference)) }),
);

/** Recorded of a live article. `confirmed` with the same day before and after: somebody only looked. */
export const ArticleReviewRescheduled = event(
  'ArticleReviewRescheduled',
  'It is to be looked at by another day.',
  fact({
    reviewBy: Changed(Maybe(CalendarDate())),
    /** Somebody looked: it is still true. */
    confirmed: Type.Boolean(),
  }),
);

/**
 * Recorded by a timer when the day begins in UTC, once for each day that was set, and only while the article is live.
 */
export const ArticleReviewFellDue = event(
  'ArticleReviewFellDue',
  'The day came by which somebody was to look whether it is still true.',
  fact({ reviewBy: CalendarDate(), owner: Maybe(Reference) }),
);

const Link = { kind: OneOf(ARTICLE_LINK_KINDS), target: Reference };

/**
 * Recorded once for a kind and a record; by people, by a process for `problem` of a known error, with `ArticleRetired`
 * for `replaced_by`.
 */
export const ArticleLinked = event('ArticleLinked', 'The article points at another record.', fact(Link));
/** Recorded only for a link that was there. */
export const ArticleUnlinked = event('ArticleUnlinked', 'A link was taken off.', fact(Link));

/** What is recorded of an article; how it is used is recorded beside it, in `articleUseEvents`. */
export const articleEvents = [
  ArticleDrafted,
  ArticleDraftRevised,
  ArticleSubmitted,
  ArticleReturned,
  ArticlePublished,
  ArticleVersionStarted,
  ArticleDraftDiscarded,
  ArticleRetired,
  ArticleOwnerChanged,
  ArticleReviewRescheduled,
  ArticleReviewFellDue,
  ArticleLinked,
  ArticleUnlinked,
] as const;

/** Every fact about one article. */
export type ArticleEvent = EventOf<(typeof articleEvents)[number]>;
