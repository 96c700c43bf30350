import { setFlagsFromString } from 'node:v8';

/**
 * Makes every object young at first. V8 guesses by where in the code an object is made that it will live long, and puts
 * it among the old ones; guessed wrongly of the lists that answers of the database are made of, it kept each answer until
 * the next full collection. For a server, whose objects live as long as a request, the guess costs more than it spares.
 */
export const beginYoung = (): void => setFlagsFromString('--no-allocation-site-pretenuring');
