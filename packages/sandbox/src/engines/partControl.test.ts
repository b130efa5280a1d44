import { PartControl, startPartControl } from './partControl';

describe('startPartControl', () => {
  const done: string[] = [];
  let control: PartControl;

  beforeAll(async () => {
    const part = {
      kill: async () => {
        done.push('killed');
      },
      run: async () => {
        done.push('run');
      },
    };
    control = await startPartControl(new Map([['source-controller', part]]));
  });
  afterAll(() => control.close());

  const ask = (method: string, name: string) =>
    fetch(`${control.url}/outages/${name}`, { method });

  it('ends a program and starts it again', async () => {
    expect((await ask('PUT', 'source-controller')).status).toBe(200);
    expect(done).toEqual(['killed']);

    expect((await ask('DELETE', 'source-controller')).status).toBe(200);
    expect(done).toEqual(['killed', 'killed', 'run']);
  });

  it('says which programs there are', async () => {
    const answer = await ask('PUT', 'argocd');

    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('source-controller');
  });
});
