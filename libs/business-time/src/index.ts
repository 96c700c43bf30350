export * from './add-business-days';
