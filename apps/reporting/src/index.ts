export { ANALYST_ROLE_SQL, provideAnalystRole, type AnalystRole } from './analyst-role';
export { hostedReporting } from './hosted';
export { reportingService } from './reporting.service';
