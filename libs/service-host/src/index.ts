export { CannotStart } from './cannot-start';
export { operatorsDatabase, type FoundDatabase } from './database';
export { onEndSignal } from './end-signals';
export {
  adminToken,
  defaultHost,
  gatewayEnvironmentSchema,
  host,
  hostEnvironmentSchema,
  port,
  rateLimit,
  readGatewayEnvironment,
  readHostEnvironment,
  rpcSecret,
  rpcSecrets,
  type GatewayEnvironment,
  type HostEnvironment,
} from './environment';
export { layFoundation, type Foundation } from './foundation';
export { startHealthServer } from './health-server';
export { asCannotListen, requireAddress, type Listening } from './listening';
export { openFollowedLog, openLog, requireFollowed, untilFollowed, type LogChoice } from './log';
export { onParentGone, type Started } from './parent';
export { provideAll } from './provisions';
export { runProcess } from './run-process';
export { runService, startService } from './run-service';
export { Stage } from './stage';
export { CALLS_STOP_MS, Teardown } from './teardown';
export { unlessAborted } from './unless-aborted';
