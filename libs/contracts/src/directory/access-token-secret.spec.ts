import { accessTokenId, accessTokenIdIn, hashAccessToken, makeAccessToken } from './access-token-secret';

test('a new token hashes to its hash, and says which its record is', () => {
  const { token, tokenHash, id } = makeAccessToken();
  expect(hashAccessToken(token)).toBe(tokenHash);
  expect(accessTokenIdIn(token)).toBe(id);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a token is one word: nothing in it ends a selection or a search', () => {
  expect(makeAccessToken().token).toMatch(/^opsl_[\w-]{65}$/);
});

test('the same record twice is two tokens', () => {
  const id = '0199aaaa-0000-5000-8000-0000000000ff';
  const [one, other] = [makeAccessToken(id), makeAccessToken(id)];
  expect([accessTokenIdIn(one.token), accessTokenIdIn(other.token)]).toEqual([id, id]);
  expect(one.token).not.toBe(other.token);
});

test('a token that says nothing of a record has that of its hash', () => {
  for (const token of ['opsl_example', 'chosen', `opsl_${'a'.repeat(43)}`])
    expect(accessTokenIdIn(token)).toBe(accessTokenId(hashAccessToken(token)));
  expect(accessTokenId(hashAccessToken('opsl_example'))).toBe('0bb7a55f-f482-8d42-aeb0-d9e461e848d1');
});

test('no two are alike', () => {
  expect(new Set(Array.from({ length: 100 }, () => makeAccessToken().id)).size).toBe(100);
});

test('the id of a known hash never changes: it is in the log', () => {
  expect(hashAccessToken('opsl_example')).toBe('0bb7a55ff482cd422eb0d9e461e848d1a9ff54a576cbf3928c208ef527bcfddd');
  expect(accessTokenId('00112233445566778899aabbccddeeff'.repeat(2))).toBe('00112233-4455-8677-8899-aabbccddeeff');
});
