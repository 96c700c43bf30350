import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** HTML in an article is text: nobody needs it, and what is never passed on cannot do harm. */
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });

/** The second fence: whatever the renderer may let through, only this leaves the house. */
const FENCE: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code'],
    ...['strong', 'em', 's', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
    code: ['class'],
    th: [{ name: 'align', values: ['left', 'center', 'right'] }],
    td: [{ name: 'align', values: ['left', 'center', 'right'] }],
  },
  allowedClasses: { code: ['language-*'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['https', 'http'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow' }),
  },
};

/** An article's Markdown as HTML that is safe to show. */
export const renderedHtml = (body: string): string => sanitizeHtml(markdown.render(body), FENCE);

/** The words of an article, without its marks: what it is found by. */
export function plainText(body: string): string {
  const words: string[] = [];
  for (const block of markdown.parse(body, {})) {
    if (block.type === 'inline') words.push(inlineText(block.children ?? []));
    else if (block.type === 'fence' || block.type === 'code_block') words.push(block.content);
  }
  return words.join('\n').trim();
}

const inlineText = (tokens: readonly { readonly type: string; readonly content: string }[]): string =>
  tokens.map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? '\n' : content)).join('');
