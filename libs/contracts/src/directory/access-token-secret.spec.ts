import { accessTokenId, hashAccessToken, makeAccessToken } from './access-token-secret';

test('a new token hashes to its hash, and the hash names its record', () => {
  const { token, tokenHash, id } = makeAccessToken();
  expect(hashAccessToken(token)).toBe(tokenHash);
  expect(accessTokenId(tokenHash)).toBe(id);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('no two are alike', () => {
  expect(new Set(Array.from({ length: 100 }, () => makeAccessToken().id)).size).toBe(100);
});

test('the id of a known hash never changes: it is in the log', () => {
  expect(hashAccessToken('opsl_example')).toBe('0bb7a55ff482cd422eb0d9e461e848d1a9ff54a576cbf3928c208ef527bcfddd');
  expect(accessTokenId('00112233445566778899aabbccddeeff'.repeat(2))).toBe('00112233-4455-8677-8899-aabbccddeeff');
});
