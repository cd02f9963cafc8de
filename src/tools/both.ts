/**
 * Both results. Unlike `Promise.all` it lets the other one end first where one rejects, so that nothing is still
 * writing to a folder when the caller hears of it.
 */
export async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
