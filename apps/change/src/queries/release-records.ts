import type { ReleaseEvent } from '@opsledger/contracts';
import { recordReader } from '@opsledger/service-kit';
import { releaseAfter, type ReleaseDocument } from '../read-models/release-document';
import { releaseList } from '../read-models/release-list/release-list';

/** Releases by id or number, from the log. */
export const releaseRecords = recordReader<ReleaseDocument, ReleaseEvent>({
  category: 'release',
  list: releaseList,
  after: releaseAfter,
});
