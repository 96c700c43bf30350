import {
  AcknowledgeIncident,
  AddWorkNote,
  AssessIncident,
  AssignIncident,
  CancelIncident,
  CloseIncident,
  CommentOnIncident,
  DEFAULT_PRIORITY_MATRIX,
  EscalateIncident,
  LinkIncident,
  LogIncident,
  OverrideIncidentPriority,
  PutIncidentOnHold,
  ReopenIncident,
  ResolveIncident,
  ResumeIncident,
  StartIncident,
  WatchIncident,
  priorityIn,
  type Channel,
  type HoldReason,
  type Level,
  type Priority,
} from '@opsledger/contracts';
import type { Aftermath, Origin } from './aftermath';
import { assignmentTo, memberOf, type Cast } from './cast';
import { LOCATIONS, type DemoService, type TeamKey, type Trouble } from './catalogue';
import type { Random } from './random';
import { Storyline } from './story';
import { CALLER_COMMENTS, CANCEL_REASONS, HOLD_NOTES, REOPEN_REASONS, REPLIES, WORK_NOTES } from './texts';
import { DAY, HOUR, MINUTE, afterWorking, whenPeopleWork } from './times';

/** Minutes until somebody has seen it, by priority. */
const SEEN: Record<Priority, number> = { P1: 4, P2: 9, P3: 24, P4: 50, P5: 90 };
/** How much longer, or less long, work takes by priority. */
const PACE: Record<Priority, number> = { P1: 0.7, P2: 0.9, P3: 1.2, P4: 1.5, P5: 1.9 };

/** Whom and what it is about, and what it comes of. */
interface Around {
  readonly cast: Cast;
  readonly aftermath: Aftermath;
  readonly service: DemoService;
  readonly origin: Origin | undefined;
}

interface Scene extends Around {
  readonly random: Random;
  readonly trouble: Trouble;
  readonly line: Storyline;
}

/** One incident that is nothing special, from the report to the end, as far as there is one. */
export function ordinaryIncident(around: Around, at: number, random: Random): Storyline {
  const { service, origin } = around;
  const usual = random.weighted(service.troubles.map((one) => [one, one.weight] as const));
  const scene: Scene = { ...around, random, trouble: origin?.trouble ?? usual, line: new Storyline(at) };
  const { trouble } = scene;
  const assessed = log(scene);
  const { priority } = assessed;
  const isUrgent = priority === 'P1' || priority === 'P2';
  const moment = (instant: number) => (isUrgent ? instant : whenPeopleWork(instant, random.between(2, 70)));
  const work = (milliseconds: number) =>
    isUrgent ? scene.line.at + milliseconds : afterWorking(scene.line.at, milliseconds);

  if (!origin && random.chance(0.03)) return cancelled(scene);
  scene.line.waitUntil(moment(scene.line.at + random.around(SEEN[priority]) * MINUTE)).tell(AcknowledgeIncident, {});
  const team = firstTeam(scene);
  begin(scene, team);
  const solver = team === 'desk' && !random.chance(trouble.firstLine) ? handOver(scene, work) : team;
  if (random.chance(0.06)) pingPong(scene, solver, work);
  if (random.chance(isUrgent ? 0.12 : 0.02)) escalate(scene);
  if (random.chance(0.04)) assessAnew(scene, assessed);
  if (origin) scene.line.wait(6 * MINUTE).tell(LinkIncident, origin.link);
  hold(scene, work);
  remark(scene, 0.35);
  resolve(scene, work(random.around(trouble.minutes * PACE[priority], 0.8) * MINUTE));
  if (random.chance(0.045)) reopen(scene, work);
  close(scene);
  return scene.line;
}

interface Assessed {
  readonly impact: Level;
  readonly urgency: Level;
}
const WORSE: Assessed = { impact: 1, urgency: 2 };
const HARMLESS: Assessed = { impact: 3, urgency: 3 };

function log({ cast, origin, random, service, trouble, line }: Scene): Assessed & { readonly priority: Priority } {
  const impact = levelBy(trouble.impact, random);
  const urgency = levelBy(trouble.urgency, random);
  const channel = random.weighted<Channel>(service.channels);
  const location = random.pick(LOCATIONS);
  const title = channel === 'monitoring' ? `${trouble.title} (${random.pick(service.cis)})` : trouble.title;
  const ci = origin?.ci ?? (random.chance(0.4) ? random.pick(service.cis) : undefined);
  line.tell(LogIncident, {
    title,
    ...(random.chance(0.6) ? { description: `${title}. ${location}. ${random.pick(CALLER_COMMENTS)}` } : {}),
    ...(channel === 'monitoring' ? {} : { caller: cast.reference(random.pick(cast.company.employees)) }),
    channel,
    category: service.category,
    subcategory: trouble.subcategory,
    service: cast.item(service.name),
    location,
    impact,
    urgency,
    ...(ci ? { cis: [cast.item(ci)] } : {}),
  });
  const priority = priorityIn(DEFAULT_PRIORITY_MATRIX, impact, urgency);
  if (priority === 'P3' && random.chance(0.03)) {
    const reason = 'The board meets there this afternoon.';
    line.wait(4 * MINUTE).tell(OverrideIncidentPriority, { priority: 'P2', reason });
  }
  return { impact, urgency, priority };
}

const levelBy = (weights: Trouble['impact'], random: Random): Level =>
  random.weighted<Level>([
    [1, weights[0]],
    [2, weights[1]],
    [3, weights[2]],
  ]);

function cancelled({ random, line }: Scene): Storyline {
  return line
    .waitUntil(whenPeopleWork(line.at + random.around(45) * MINUTE, 20))
    .tell(CancelIncident, { reason: random.pick(CANCEL_REASONS) });
}

const firstTeam = ({ service, random }: Scene): TeamKey =>
  service.channels.some(([channel]) => channel === 'monitoring') && random.chance(0.6) ? service.team : 'desk';

function assign({ cast, random, line }: Scene, team: TeamKey): void {
  line.tell(AssignIncident, assignmentTo(cast, team, memberOf(cast, team, line.at, random)));
}

function begin(scene: Scene, team: TeamKey): void {
  scene.line.wait(scene.random.around(3) * MINUTE);
  assign(scene, team);
  scene.line.wait(scene.random.around(5) * MINUTE).tell(StartIncident, {});
}

/** The service desk could not solve it: the team behind it takes over. */
function handOver(scene: Scene, work: (milliseconds: number) => number): TeamKey {
  const { line, random, service } = scene;
  line.waitUntil(work(random.around(18) * MINUTE));
  if (random.chance(0.5)) line.tell(AddWorkNote, { body: random.pick(WORK_NOTES) });
  assign(scene, service.team);
  return service.team;
}

/** Sent to the wrong team and back. */
function pingPong(scene: Scene, home: TeamKey, work: (milliseconds: number) => number): void {
  const { line, random } = scene;
  const others = (['network', 'platform', 'databases', 'security', 'workplace'] as const).filter(
    (team) => team !== home,
  );
  for (const team of [random.pick(others), home]) {
    line.waitUntil(work(random.around(60) * MINUTE));
    assign(scene, team);
  }
}

function escalate({ random, line }: Scene): void {
  const kind = random.chance(0.6) ? 'functional' : 'hierarchical';
  const reason =
    kind === 'functional' ? 'Needs somebody who knows the vendor’s tool.' : 'The customer asks for a decision.';
  line.wait(random.around(20) * MINUTE).tell(EscalateIncident, { kind, reason });
}

/** Worse than it seemed, or not so bad; always something new: a command that changes nothing leaves no trace. */
function assessAnew({ random, line }: Scene, before: Assessed): void {
  const after = random.chance(0.6) ? WORSE : HARMLESS;
  if (after.impact === before.impact && after.urgency === before.urgency) return;
  line.wait(random.around(15) * MINUTE).tell(AssessIncident, after);
}

function hold({ random, line, trouble }: Scene, work: (milliseconds: number) => number): void {
  const [reason, probability] = trouble.hold ?? (['caller', 0.1] satisfies [HoldReason, number]);
  if (!random.chance(probability)) return;
  line.waitUntil(work(random.around(25) * MINUTE));
  line.tell(PutIncidentOnHold, { reason, note: HOLD_NOTES[reason] });
  line.waitUntil(afterWorking(line.at, random.around(reason === 'caller' ? 5 : 14, 0.9) * HOUR));
  if (reason === 'caller') line.tell(CommentOnIncident, { body: random.pick(REPLIES) }).wait(4 * MINUTE);
  line.tell(ResumeIncident, {});
}

function remark({ cast, random, line }: Scene, probability: number): void {
  if (random.chance(probability))
    line.wait(random.around(8) * MINUTE).tell(AddWorkNote, { body: random.pick(WORK_NOTES) });
  if (random.chance(probability / 2)) {
    line.wait(random.around(10) * MINUTE).tell(CommentOnIncident, { body: random.pick(CALLER_COMMENTS) });
  }
  if (random.chance(0.05)) {
    line.wait(MINUTE).tell(WatchIncident, { person: cast.reference(random.pick(cast.company.employees)) });
  }
}

function resolve({ aftermath, line, trouble }: Scene, at: number): void {
  const knowledge = aftermath.articleOn(trouble, at);
  line
    .waitUntil(at)
    .tell(ResolveIncident, { code: trouble.code, notes: trouble.notes, ...(knowledge && { knowledge }) });
}

function reopen(scene: Scene, work: (milliseconds: number) => number): void {
  const { line, random, trouble } = scene;
  line.waitUntil(whenPeopleWork(line.at + random.around(20, 0.5) * HOUR, 30));
  line.tell(ReopenIncident, { reason: random.pick(REOPEN_REASONS) });
  remark(scene, 0.5);
  resolve(scene, work(random.around(trouble.minutes * 1.4) * MINUTE));
}

const BUSINESS_DAYS = 5;

/** Some callers agree at once; the rest is closed when nobody objected for five business days. */
function close({ line, random }: Scene): void {
  if (random.chance(0.2)) line.waitUntil(whenPeopleWork(line.at + random.around(3) * HOUR, 40));
  else line.waitUntil(businessDaysAfter(line.at, BUSINESS_DAYS));
  line.tell(CloseIncident, {});
}

function businessDaysAfter(at: number, days: number): number {
  let day = at;
  for (let left = days; left > 0;) {
    day += DAY;
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return day;
}
