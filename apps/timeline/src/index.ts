export { hostedTimeline } from './hosted';
export { TimelineModule } from './timeline.module';
export { timelineService } from './timeline.service';
