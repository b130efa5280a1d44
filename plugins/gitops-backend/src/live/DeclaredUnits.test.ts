import { DesiredUnit } from '@backstage-gitops/plugin-gitops-node';
import { mockServices } from '@backstage/backend-test-utils';
import { declaredUnit } from '../__testUtils__/DeclaredRepository';
import { DeclaredLimits, DeclaredUnits } from './DeclaredUnits';

const never = new AbortController().signal;

interface Render {
  readonly unit: string;
  readonly signal: AbortSignal;
  end(more?: Partial<DesiredUnit>): void;
}

/** Units of one repository, whose renders end when a test says so. */
function open(limits: Partial<DeclaredLimits> = {}) {
  const renders: Render[] = [];
  let now = 0;
  let commit = 'a';
  const units = new DeclaredUnits({
    desired: {
      ofUnit: (id, signal) =>
        new Promise(resolve => {
          const unit = declaredUnit(id);
          const known = { targets: [], resources: [], indeterminate: [] };
          renders.push({
            ...{ unit: id, signal },
            end: more => resolve({ unit, revision: commit, ...known, ...more }),
          });
        }),
    },
    status: {
      revisions: async ([id]) => new Map([[id, { main: commit }]]),
    },
    logger: mockServices.logger.mock(),
    now: () => now,
    limits,
  });
  return {
    units,
    renders,
    ask: (unit = 'shop', signal = never) => units.of(unit, 'platform', signal),
    move: (to: string) => {
      commit = to;
    },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

/** As long as what is at hand takes. */
const settle = () => new Promise(resolve => setImmediate(resolve));

describe('DeclaredUnits', () => {
  it('renders a unit once, however many ask, until its repository moves', async () => {
    const { renders, ask, move } = open();
    const asked = [ask(), ask(), ask()];
    await settle();
    expect(renders).toHaveLength(1);
    renders[0].end();
    const told = await Promise.all(asked);
    expect(told.map(unit => unit?.revision)).toEqual(['a', 'a', 'a']);
    await ask();
    expect(renders).toHaveLength(1);

    move('b');
    const moved = ask();
    await settle();
    renders[1].end();
    expect((await moved)?.revision).toBe('b');
  });

  it('renders a unit that has moved after the render that is under way', async () => {
    const { renders, ask, move } = open();
    const first = ask();
    await settle();
    move('b');
    const second = ask();
    await settle();
    expect(renders).toHaveLength(1);

    renders[0].end();
    await first;
    await settle();
    expect(renders).toHaveLength(2);
    renders[1].end();
    expect((await second)?.revision).toBe('b');
  });

  it('lets no page wait longer than it has patience, and goes on for the next', async () => {
    const { renders, ask } = open({ patience: 20 });
    expect(await ask()).toBeUndefined();
    expect(renders[0].signal.aborted).toBe(false);

    renders[0].end();
    expect((await ask())?.revision).toBe('a');
    expect(renders).toHaveLength(1);
  });

  it('goes on where the person who asked first has gone', async () => {
    const { renders, ask } = open();
    const gone = new AbortController();
    const [first, second] = [ask('shop', gone.signal), ask()];
    await settle();
    gone.abort();
    expect(await first).toBeUndefined();

    renders[0].end();
    expect((await second)?.revision).toBe('a');
  });

  it('gives up what takes too long, and begins anew a while later', async () => {
    const { renders, ask, pass } = open({ render: 20, retry: 1000 });
    expect(await ask()).toBeUndefined();
    expect(renders[0].signal.aborted).toBe(true);
    expect(await ask()).toBeUndefined();
    expect(renders).toHaveLength(1);

    pass(1000);
    const again = ask();
    await settle();
    renders[1].end();
    expect((await again)?.revision).toBe('a');
  });

  it('tells what could not be rendered for sure, and tries again a while later', async () => {
    const { renders, ask, pass } = open({ retry: 1000 });
    const doubtful = ask();
    await settle();
    renders[0].end({ indeterminate: ['A chart could not be fetched'] });
    expect((await doubtful)?.indeterminate).toHaveLength(1);
    await ask();
    expect(renders).toHaveLength(1);

    pass(1000);
    const again = ask();
    await settle();
    renders[1].end();
    expect((await again)?.indeterminate).toEqual([]);
  });

  it('keeps some units, those that were asked for last', async () => {
    const { renders, ask } = open({ units: 2 });
    const told = async (unit: string) => {
      const asked = ask(unit);
      await settle();
      renders.at(-1)?.end();
      await asked;
    };
    await told('a');
    await told('b');
    await told('a');
    await told('c');
    await told('a');
    await told('b');
    expect(renders.map(({ unit }) => unit)).toEqual(['a', 'b', 'c', 'b']);
  });

  it('ends what it renders when the portal stops', async () => {
    const { units, renders, ask } = open();
    const asked = ask();
    await settle();
    await units.close();
    expect(renders[0].signal.aborted).toBe(true);
    expect(await asked).toBeUndefined();
  });
});
