/** Languages whose words PostgreSQL knows the stems of, by the beginning of the language tag. */
export const STEMMED: Readonly<Record<string, string>> = {
  ...{ en: 'english', de: 'german', fr: 'french', es: 'spanish', it: 'italian', pt: 'portuguese', nl: 'dutch' },
  ...{ sv: 'swedish', da: 'danish', no: 'norwegian', fi: 'finnish' },
};

export const languageOf = (tag = 'en'): string => STEMMED[tag.slice(0, 2)] ?? 'simple';

/** PostgreSQL's dictionary of one of these: asked for a stem itself, since a text is cut where a number ends, as in 7e3d4c5. */
export const dictionaryOf = (language: string): string => (language === 'simple' ? language : `${language}_stem`);
