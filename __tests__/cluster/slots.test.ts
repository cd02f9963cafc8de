import { expect, test } from '@jest/globals';
import { slots } from '../../src/cluster/slots.ts';

test('no more than so many work at a time, in their order, and a failure frees its place', async () => {
  const inSlot = slots(3);
  let working = 0;
  let most = 0;
  const started: number[] = [];
  const work = (number: number) => async () => {
    started.push(number);
    working += 1;
    most = Math.max(most, working);
    await new Promise((resolve) => setImmediate(resolve));
    working -= 1;
    if (number % 2 === 0) throw new Error(`${number}`);
    return number;
  };
  const settled = await Promise.allSettled([...Array(10).keys()].map((number) => inSlot(work(number))));
  expect(most).toBe(3);
  expect(started).toEqual([...Array(10).keys()]);
  expect(settled.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(5);
});
