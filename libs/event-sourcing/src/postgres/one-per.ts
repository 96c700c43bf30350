/** One for each pool or database, made when it is first asked for; it goes with its owner. */
export function onePer<Owner extends object, One>(make: (owner: Owner) => One): (owner: Owner) => One {
  const made = new WeakMap<Owner, One>();
  return (owner) => {
    const one = made.get(owner) ?? make(owner);
    made.set(owner, one);
    return one;
  };
}
