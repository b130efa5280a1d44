import { commitPage } from './commitPages';

const commit = 'a'.repeat(40);
const other = 'b'.repeat(40);

describe('commitPage', () => {
  it('is where the forge shows another commit', () => {
    const commitUrl = `https://git.larkspur.example/larkspur/platform/commit/${commit}`;
    expect(commitPage({ commit, commitUrl }, other)).toBe(
      `https://git.larkspur.example/larkspur/platform/commit/${other}`,
    );
  });

  it.each([
    ['no commit', undefined],
    ['no page of it', { commit }],
    [
      'a page of another kind',
      { commit, commitUrl: 'https://git.larkspur.example/?c=a' },
    ],
  ])('is not known from %s', (_, known) => {
    expect(commitPage(known, other)).toBeUndefined();
  });
});
