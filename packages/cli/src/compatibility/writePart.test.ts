import { replacePart } from './writePart';

describe('replacePart', () => {
  it('keeps what another command has written', () => {
    const first = replacePart('', 'repositories', '# Compatibility\n');
    const second = replacePart(first, 'charts', '## Charts\n');
    const third = replacePart(second, 'repositories', '# Again\n');

    expect(third).toBe('# Again\n\n<!-- charts -->\n\n## Charts\n');

    const fourth = replacePart(third, 'promotions', '## Promotions\n');
    const fifth = replacePart(fourth, 'charts', '## More charts\n');

    expect(fifth).toBe(
      '# Again\n\n<!-- charts -->\n\n## More charts\n\n<!-- promotions -->\n\n## Promotions\n',
    );
  });
});
