export * from './add-business-days';
export * from './business-calendar';
export * from './calendar-definition';
export * from './calendar-faults';
export * from './counted-by';
export * from './duration';
export * from './first-of';
export * from './versioned-calendar';
