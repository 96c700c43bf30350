import { Type } from '@sinclair/typebox';
import { publicPayload, publishedContracts, Payload } from '@opsledger/contracts';
import { payloadCheck } from '../requests/payload';
import { exampleOf } from './examples';

const commands = publishedContracts.flatMap((one) => one.commands.filter(({ route }) => route !== undefined));
const queries = publishedContracts.flatMap((one) => one.queries.filter(({ route }) => route !== undefined));

it.each(commands.map((one) => [one.name, one] as const))('shows a body of %s that is taken', (name, contract) => {
  const payload = publicPayload(contract);
  expect(() => payloadCheck(name, payload, 'strict')(exampleOf(payload))).not.toThrow();
});

it.each(queries.map((one) => [one.name, one] as const))('shows parameters of %s that are taken', (name, contract) => {
  const all = Type.Required(contract.params);
  expect(() => payloadCheck(name, contract.params, 'coercing')(exampleOf(all))).not.toThrow();
});

it('shows of a body what must be there, in words of the field', () => {
  const schema = Payload({
    title: Type.String({ pattern: '\\S' }),
    impact: Type.Integer({ enum: [1, 2, 3] }),
    caller: Type.Optional(Type.String()),
  });
  expect(exampleOf(schema)).toEqual({ title: 'Mail does not arrive', impact: 1 });
});
