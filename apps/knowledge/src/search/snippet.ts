/** Where a match begins and ends in what PostgreSQL answers; no article's text keeps these characters. */
export const MARKS = { start: '\u{E000}', stop: '\u{E001}' } as const;

/** PostgreSQL would leave out what looks like an element: its brackets are other characters meanwhile. */
export const BRACKETS = { open: '\u{E002}', close: '\u{E003}' } as const;

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
    .replaceAll(BRACKETS.open, '<')
    .replaceAll(BRACKETS.close, '>')
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)
    .replaceAll(MARKS.start, '<mark>')
    .replaceAll(MARKS.stop, '</mark>');
