import { fileDiff } from './fileDiff';

describe('fileDiff', () => {
  it('reads as Git writes it', () => {
    const before = 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\ntag: v1';
    expect(
      fileDiff({
        branch: 'main',
        path: 'apps/web.yaml',
        before,
        after: before.replace('v1', 'v2'),
      }),
    ).toBe(
      [
        '--- a/apps/web.yaml',
        '+++ b/apps/web.yaml',
        '@@ -3,4 +3,4 @@',
        ' c: 3',
        ' d: 4',
        ' e: 5',
        '-tag: v1',
        '\\ No newline at end of file',
        '+tag: v2',
        '\\ No newline at end of file',
        '',
      ].join('\n'),
    );
  });
});
