export { hostedTimeline } from './hosted';
export { timelineService } from './timeline.service';
