import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Under this name the next test run clears away the servers and files that an interrupted one leaves. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), `opsledger-test-${process.pid}-`));
  chmodSync(directory, 0o711);
  return directory;
}
