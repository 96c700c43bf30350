/** Where a match begins and ends in what PostgreSQL answers; no article's text keeps these characters. */
export const MARKS = { start: '\u{E000}', stop: '\u{E001}' } as const;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A snippet as HTML: everything is escaped, and only then are the matches marked. */
export const snippetHtml = (headline: string): string =>
  headline
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)
    .replaceAll(MARKS.start, '<mark>')
    .replaceAll(MARKS.stop, '</mark>');
