export * from './event-source';
export * from './log-tail';
export { Bell } from './bell';
export { EventRing, type RingBounds } from './event-ring';
