import { v5 as uuid5 } from 'uuid';

/** Namespace of the ids of known-error articles; fixed for ever, or a problem would get a second article. */
const KNOWN_ERRORS = '8f1c2b54-0f0e-5c0a-9d57-5f3a1f0c7b21';

/** Id of the article that tells a problem's known error. */
export const knownErrorArticleId = (problemId: string): string => uuid5(problemId, KNOWN_ERRORS);
