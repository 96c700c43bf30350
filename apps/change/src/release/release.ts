import type { ReleaseEvent } from '@opsledger/contracts';
import { aggregate, existingOr } from '@opsledger/event-sourcing';
import { linkRelease, unlinkRelease } from './commands/link-release';
import {
  cancelRelease,
  completeReleaseDeployment,
  failReleaseTest,
  reviewRelease,
  rollBackRelease,
  startReleaseBuild,
  startReleaseTest,
} from './commands/move-release';
import { planRelease, reviseReleasePlan } from './commands/plan-release';
import { startReleaseDeployment } from './commands/start-release-deployment';
import { evolve } from './evolve';
import { releaseNotFound } from './release.errors';
import { isKnown, type Release } from './release-state';

const existing = existingOr(isKnown, releaseNotFound);

/** A release: its life cycle is in `transitions.ts`, its fold in `evolve.ts`. */
export const release = aggregate<Release, ReleaseEvent>({
  category: 'release',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    PlanRelease: planRelease,
    ReviseReleasePlan: existing(reviseReleasePlan),
    LinkRelease: existing(linkRelease),
    UnlinkRelease: existing(unlinkRelease),
    StartReleaseBuild: existing(startReleaseBuild),
    StartReleaseTest: existing(startReleaseTest),
    FailReleaseTest: existing(failReleaseTest),
    StartReleaseDeployment: existing(startReleaseDeployment),
    CompleteReleaseDeployment: existing(completeReleaseDeployment),
    RollBackRelease: existing(rollBackRelease),
    ReviewRelease: existing(reviewRelease),
    CancelRelease: existing(cancelRelease),
  },
});
