import fc from 'fast-check';
import { plainText, renderedHtml } from './markdown';

const HOSTILE: readonly [string, string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script within words', 'a <scr<script>ipt>alert(1)</script> b'],
  ['a script link', '[x](javascript:alert(1))'],
  ['a script link in disguise', '[x](  JaVaScRiPt:alert(1))'],
  ['a script link with entities', '[x](&#106;avascript:alert(1))'],
  ['a script link with a tab', '[x](<java\tscript:alert(1)>)'],
  ['a script link by reference', '[x][y]\n\n[y]: javascript:alert(1)'],
  ['an automatic script link', '<javascript:alert(1)>'],
  ['a vbscript link', '[x](vbscript:msgbox)'],
  ['a data link', '[x](data:text/html;base64,PHNjcmlwdD4=)'],
  ['a data picture', '![x](data:image/svg+xml;base64,PHN2Zz4=)'],
  ['a plain data picture', '![x](data:image/png;base64,AAAA)'],
  ['an event attribute', '<img src=x onerror=alert(1)>'],
  ['an event attribute by title', '![x](http://a.example/b "onerror=alert(1) \\" onload=alert(1)")'],
  ['a drawing', '<svg onload=alert(1)><animate onbegin=alert(1)></svg>'],
  ['a frame', '<iframe src="https://evil.example"></iframe>'],
  ['a style', '<style>@import "https://evil.example"</style><p style="position:fixed">x</p>'],
  ['nested in a list and a quotation', '> - <b onclick="alert(1)">x</b>\n>   [y](javascript:alert(1))'],
  ['in a table', '| a |\n|---|\n| <svg/onload=alert(1)> |'],
  ['in a fence', '```"><script>alert(1)</script>\n<script>alert(1)</script>\n```'],
  ['a comment that never ends', '<!-- <script>alert(1)</script>'],
  ['protocol relative', '![x](//evil.example/p.png)'],
];

/** Elements, attributes and schemes that are there as such, not as text. */
function harmIn(html: string): string[] {
  const tags = [...html.matchAll(/<([^>]*)>/g)].map(([, inside]) => inside!);
  return tags.filter(
    (tag) =>
      /^\/?(script|svg|iframe|style|object|embed|form|input|meta|link|base|animate)\b/i.test(tag) ||
      /\s(on\w+|style|srcdoc|formaction)\s*=/i.test(tag.replace(/"[^"]*"/g, '""')) ||
      /(href|src)\s*=\s*"\s*(javascript|vbscript|data|file|\/\/)/i.test(tag),
  );
}

test.each(HOSTILE)('%s does nothing', (_, body) => {
  expect(harmIn(renderedHtml(body))).toEqual([]);
});

test('what finds harm finds it', () => {
  for (const html of ['<script>', '<img src="a" onerror="x">', '<a href="javascript:x">', '<svg>', '<p style="x">'])
    expect(harmIn(html)).toHaveLength(1);
});

test('no mixture of pieces does anything either', () => {
  const pieces = fc.constantFrom(
    ...HOSTILE.map(([, body]) => body),
    ...[
      '<',
      '>',
      '"',
      "'",
      '`',
      '\n',
      '[',
      '](',
      ')',
      '![',
      '&#x3c;',
      'javascript:',
      '\u0000',
      '<a href="',
      'onload=',
      '|',
    ],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (some) => harmIn(renderedHtml(some.join(''))).length === 0),
    { numRuns: 300 },
  );
});

test('headings, lists, links, pictures, tables and code are shown', () => {
  const html = renderedHtml(
    '# Title\n\n1. *one*\n2. **two**\n\n[more](https://a.example/b) ![p](https://a.example/p.png)\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n```sh\nls <x>\n```',
  );
  expect(html).toContain('<h1>Title</h1>');
  expect(html).toContain('<em>one</em>');
  expect(html).toContain('<a href="https://a.example/b" rel="noopener noreferrer nofollow">more</a>');
  expect(html).toContain('src="https://a.example/p.png"');
  expect(html).toContain('<table>');
  expect(html).toContain('<code class="language-sh">ls &lt;x&gt;');
});

test('plain text is the words alone', () => {
  expect(plainText('# Reset *it*\n\n- [press](https://a.example) `Ctrl`\n\n```\ncode <b>\n```')).toBe(
    'Reset it\npress Ctrl\ncode <b>\n'.trim(),
  );
});
