import type { Random } from './random';

const FIRST =
  'Ada Aylin Bela Bruno Carla Cem Dana Diego Edda Elif Emil Farah Finn Greta Hanna Hugo Ida Igor Ines Ivo Jana Joao Jonas Kaja Karim Lara Leo Lina Luca Maja Malik Mara Marek Mila Nadia Nils Nora Olga Omar Oskar Paula Pavel Petra Rafael Rana Rosa Samir Sara Selma Sven Tara Theo Tomas Vera Viktor Yara Yusuf Zoe'.split(
    ' ',
  );
const LAST =
  'Adler Andersen Bauer Bianchi Costa Demir Dubois Eriksen Farkas Fischer Garcia Haas Horvat Ivanova Jansen Jensen Kaya Keller Kowalski Laine Lang Larsen Lopez Marin Meyer Moretti Nagy Nielsen Novak Okafor Olsen Pereira Petrov Popescu Ricci Rossi Sato Schmid Silva Simon Sousa Stern Svensson Tanaka Torres Vargas Virtanen Vogel Wagner Weber Winter Wolf Yilmaz Zimmer'.split(
    ' ',
  );

/** So many names, no two alike. */
export function namesOf(count: number, random: Random): string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(`${random.pick(FIRST)} ${random.pick(LAST)}`);
  return [...names];
}
