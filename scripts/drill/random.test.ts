import { expect } from 'chai';
import { planMayhem } from './mayhem-plan.ts';
import { createPlan } from './plan.ts';
import { createRandom } from './random.ts';

describe('the chance of a drill', () => {
  const steps = (seed: string) => {
    const plan = createPlan(createRandom(seed));
    return Array.from({ length: 500 }, () => plan.next().value);
  };

  it('makes the same plan of the same seed, and another of another', () => {
    expect(steps('drill 1')).to.deep.equal(steps('drill 1'));
    expect(steps('drill 1')).not.to.deep.equal(steps('drill 2'));
    const faults = (seed: string) => planMayhem(createRandom(seed), 60_000);
    expect(faults('drill 1')).to.deep.equal(faults('drill 1'));
    expect(faults('drill 1')).not.to.deep.equal(faults('drill 2'));
  });

  it('gives a fork draws of its own, whatever was drawn before', () => {
    const [fresh, used] = [createRandom('drill 1'), createRandom('drill 1')];
    for (let draw = 0; draw < 10; draw++) used.fraction();
    expect(used.fork('load').fraction()).to.equal(fresh.fork('load').fraction());
    expect(fresh.fork('load').fraction()).not.to.equal(fresh.fork('mayhem').fraction());
  });

  it('draws every whole number of a range about as often', () => {
    const random = createRandom('range');
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const drawn = random.whole(1, 6);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(count).to.be.within(850, 1150);
  });
});

describe('the plan of a drill', () => {
  it('lets nobody do anything before she joins, and no two purchases have one amount', () => {
    const plan = createPlan(createRandom('order'));
    const joined = new Set<number>();
    const amounts = new Set<number>();
    for (let step = 0; step < 2000; step++) {
      const { value } = plan.next();
      if (value.kind === 'join') joined.add(value.person.index);
      else if (value.kind !== 'undo') expect(joined.has(value.person.index)).to.equal(true);
      if (value.kind === 'purchase') {
        expect(amounts.has(value.amount)).to.equal(false);
        amounts.add(value.amount);
      }
    }
  });
});
