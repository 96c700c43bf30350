/** What a type is that is read off a value is told by the docstring of that value. */
const isReadOff = (declaration, text) =>
  declaration.type === 'TSTypeAliasDeclaration' && /\btypeof [A-Za-z_]/.test(text(declaration.typeAnnotation));

const isDocstring = (comment) => comment?.type === 'Block' && comment.value.startsWith('*');

/** Decorators stand between a class and what is said of it. */
const beginningOf = (node) => node.declaration.decorators?.[0] ?? node;

/** What a file exports where it is declared has a docstring right before it. */
export const documentedExports = {
  meta: { type: 'suggestion', schema: [], messages: { missing: 'Say what this is: public exports have docstrings.' } },
  create: (context) => ({
    ExportNamedDeclaration(node) {
      const { sourceCode } = context;
      if (!node.declaration || isReadOff(node.declaration, (part) => sourceCode.getText(part))) return;
      if (!isDocstring(sourceCode.getCommentsBefore(beginningOf(node)).at(-1)))
        context.report({ node, messageId: 'missing' });
    },
  }),
};
