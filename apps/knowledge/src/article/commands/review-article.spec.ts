import type { ArticleEvent } from '@opsledger/contracts';
import { command as anyCommand, given } from '@opsledger/testing';
import { article } from '../article';
import { AUTHOR, CONTENT, KEYS_LIVE, KEYS_OF_DRAFT, aDraft, aPublishedArticle } from '../article.histories';

const EDITOR = { id: 'p-edith', name: 'Edith', kind: 'person' } as const;
const now = '2026-06-01T12:00:00.000Z';
const by = (actor: object, roles: readonly string[], type: string, data: object = {}) =>
  ({ ...anyCommand(type, data, { now, actor } as never), roles }) as ReturnType<typeof anyCommand>;
const byEditor = (type: string, data: object = {}) => by(EDITOR, ['knowledge-editor'], type, data);
const byAuthor = (type: string, data: object = {}) => by({ ...AUTHOR, kind: 'person' }, ['agent'], type, data);

const IN_REVIEW = { ...KEYS_OF_DRAFT, state: 'in_review', draft: 'in_review' } as const;
const submitted = (note: string | null = null): ArticleEvent => ({
  ...{ type: 'ArticleSubmitted', data: { keys: IN_REVIEW, version: 1, note } },
});
const published = (reviewBy: string): ArticleEvent => ({
  type: 'ArticlePublished',
  data: { keys: KEYS_LIVE, version: 1, content: CONTENT, contributors: [AUTHOR], reviewBy, knownError: false },
});
const inReview = [...aDraft(), submitted()];

test('SubmitArticle: with a note, once', () => {
  given(article, ...aDraft())
    .when(byAuthor('SubmitArticle', { note: 'Please look.' }))
    .then(submitted('Please look.'));
  given(article, ...inReview)
    .when(byAuthor('SubmitArticle'))
    .thenNothing();
});

test('PublishArticle: for a year, or until a day to come', () => {
  given(article, ...inReview)
    .when(byEditor('PublishArticle'))
    .then(published('2027-06-01'));
  given(article, ...inReview)
    .when(byEditor('PublishArticle', { reviewBy: '2026-06-02' }))
    .then(published('2026-06-02'));
  given(article, ...inReview)
    .when(byEditor('PublishArticle', { reviewBy: '2026-06-01' }))
    .thenRefused('review-day-passed');
});

test('PublishArticle: not by its author, not before review', () => {
  given(article, ...inReview)
    .when(byAuthor('PublishArticle'))
    .thenRefused('reviewer-is-author');
  given(article, ...aDraft())
    .when(byEditor('PublishArticle'))
    .thenRefused('move-not-permitted');
  given(article).when(byEditor('PublishArticle')).thenRefused('not-found');
});

test('ReturnArticle: by an editor or who wrote it, nobody else', () => {
  const returned: ArticleEvent = {
    ...{ type: 'ArticleReturned', data: { keys: KEYS_OF_DRAFT, version: 1, remarks: 'Say more.' } },
  };
  const remarks = { remarks: 'Say more.' };
  given(article, ...inReview)
    .when(byEditor('ReturnArticle', remarks))
    .then(returned);
  given(article, ...inReview)
    .when(byAuthor('ReturnArticle', remarks))
    .then(returned);
  const stranger = { id: 'p-other', name: 'Other', kind: 'person' };
  given(article, ...inReview)
    .when(by(stranger, ['agent'], 'ReturnArticle', remarks))
    .thenRefused('return-not-yours');
});

test('StartArticleVersion: the live one stays, a draft is begun once', () => {
  const keys = { ...KEYS_LIVE, draft: 'draft' } as const;
  const started: ArticleEvent = { type: 'ArticleVersionStarted', data: { keys, version: 2, reason: 'New client.' } };
  given(article, ...aPublishedArticle())
    .when(byAuthor('StartArticleVersion', { reason: 'New client.' }))
    .then(started);
  given(article, ...aPublishedArticle(), started)
    .when(byAuthor('StartArticleVersion'))
    .thenNothing();
});

test('DiscardArticleDraft: the first draft ends the article, a later one leaves what is live', () => {
  const discard = byAuthor('DiscardArticleDraft', { reason: 'Not needed.' });
  const discarded = (keys: object, version: number) =>
    ({ type: 'ArticleDraftDiscarded', data: { keys, version, reason: 'Not needed.' } }) as ArticleEvent;
  given(article, ...aDraft())
    .when(discard)
    .then(discarded({ ...KEYS_OF_DRAFT, state: 'retired', draft: null }, 1));
  const started: ArticleEvent = {
    type: 'ArticleVersionStarted',
    data: { keys: { ...KEYS_LIVE, draft: 'draft' }, version: 2, reason: null },
  };
  given(article, ...aPublishedArticle(), started)
    .when(discard)
    .then(discarded(KEYS_LIVE, 2));
});

test('RetireArticle: with what takes its place, which is not itself; once', () => {
  const keys = { ...KEYS_LIVE, state: 'retired' } as const;
  const retired: ArticleEvent = { type: 'ArticleRetired', data: { keys, version: 1, reason: 'Old.' } };
  const other = { id: '00000000-0000-4000-8000-0000000000cc', name: 'KB0000043' };
  given(article, ...aPublishedArticle())
    .when(byEditor('RetireArticle', { reason: 'Old.' }))
    .then(retired);
  given(article, ...aPublishedArticle())
    .when(byEditor('RetireArticle', { reason: 'Old.', replacedBy: other }))
    .then({ type: 'ArticleLinked', data: { keys: KEYS_LIVE, kind: 'replaced_by', target: other } }, retired);
  given(article, ...aPublishedArticle(), retired)
    .when(byEditor('RetireArticle', { reason: 'Old.' }))
    .thenNothing();
  const itself = { id: byEditor('RetireArticle').id, name: 'KB0000042' };
  given(article, ...aPublishedArticle())
    .when(byEditor('RetireArticle', { reason: 'Old.', replacedBy: itself }))
    .thenRefused('link-to-itself');
});
