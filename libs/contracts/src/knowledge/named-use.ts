import { v5 as uuid5 } from 'uuid';

/** Namespace of the streams that use under a number is recorded in; fixed for ever. */
const NAMED = 'b3d0c9a4-6a3e-5d0f-8a51-6f0f1c9be7d4';

/** Where the use of an article is recorded that an incident names by its number. */
export const namedUseId = (number: string): string => uuid5(number.toUpperCase(), NAMED);
