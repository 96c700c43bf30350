import { TEAMS } from './catalogue';
import { companyOf, membersAt } from './company';
import { randomOf } from './random';
import { DAY } from './times';

const TO = Date.UTC(2026, 0, 1);
const FROM = TO - 365 * DAY;
const company = companyOf(randomOf('company'), FROM, TO);

test('every team has members all year, the same as the first day or their successors', () => {
  for (let at = FROM; at < TO; at += DAY) {
    for (const { key, size } of TEAMS) {
      const members = membersAt(company, key, at).length;
      expect(members).toBeGreaterThan(0);
      expect(members).toBeGreaterThanOrEqual(size - 5);
    }
  }
});

test('some leave, some join, some change teams', () => {
  expect(company.agents.filter(({ left }) => left !== null).length).toBeGreaterThan(1);
  expect(company.agents.filter(({ joined }) => joined > FROM).length).toBeGreaterThan(1);
  expect(company.agents.filter(({ memberships }) => memberships.length > 1).length).toBeGreaterThan(0);
});

test('nobody is a member before joining or after leaving, and names and addresses are unique', () => {
  for (const { memberships, joined, left } of company.agents) {
    for (const { from, to } of memberships) {
      expect(from).toBeGreaterThanOrEqual(joined);
      if (left !== null) expect(to).not.toBeNull();
      if (left !== null) expect(to!).toBeLessThanOrEqual(left);
    }
  }
  const everybody = [...company.agents, ...company.employees];
  expect(new Set(everybody.map(({ email }) => email)).size).toBe(everybody.length);
  expect(new Set(everybody.map(({ key }) => key)).size).toBe(everybody.length);
});
