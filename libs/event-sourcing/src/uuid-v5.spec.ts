import fc from 'fast-check';
import { v5 } from 'uuid';
import { namespaceOf, uuidV5 } from './uuid-v5';

it('is what the library for ids makes of the same name', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ unit: 'grapheme' }), (namespace, name) => {
      expect(uuidV5(namespaceOf(namespace), name)).toBe(v5(name, namespace));
    }),
  );
});
