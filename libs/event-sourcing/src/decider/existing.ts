/**
 * Makes decisions on records that exist of such as meet one that does not.
 *
 * @param isKnown whether the record is there; one that was withdrawn may count as gone
 * @param notFound the refusal where it is not, by the id that was asked for
 */
export const existingOr =
  <State, Known extends State>(isKnown: (state: State) => state is Known, notFound: (id: string) => Error) =>
  <Asked extends { readonly id: string }, Facts>(decide: (command: Asked, state: Known) => Facts) =>
  (command: Asked, state: State): Facts => {
    if (!isKnown(state)) throw notFound(command.id);
    return decide(command, state);
  };
